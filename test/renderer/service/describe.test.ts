import { expect, describe as group, it } from 'vitest';
import { describe } from '#renderer/service/describe.ts';
import { message } from '#shared/text/failure.ts';
import { plainMessage } from '#shared/text/message.ts';
import { createScriptedEngine } from '#test/fakes/scripted-engine.ts';
import { someOffer } from '#test/renderer/admission/some-request.ts';

group('the description', () => {
  const renderer = { name: 'a', version: '1', engine: createScriptedEngine() };
  const [demo] = someOffer.models.usable as [(typeof someOffer.models.usable)[0]];
  const described = (change: Partial<typeof demo>) =>
    describe(
      {
        ...someOffer,
        models: { ...someOffer.models, usable: [{ ...demo, ...change }] },
      },
      renderer,
    ).models[0]!;

  it('says of a model what clients use, and neither paths nor licences', () => {
    const listed = { defaults: { steps: 30, guidance: 0.5 }, licence: { id: 'MIT' }, problems: [plainMessage('none')] };
    const [lcm] = demo.adapters;
    const note = message('checkpoint.beside-control');
    const wired = { text: 'Its file also holds a ControlNet, which is not used', said: JSON.stringify(note) };
    const adapters = [{ ...lcm!, weight: 0.5, triggers: ['word'], notes: [note] }];
    expect(described({ listed, adapters, notes: [note] })).toEqual({
      name: 'demo',
      family: 'sd15',
      defaultWidth: 512,
      defaultHeight: 512,
      windowTokens: 75,
      demonstration: true,
      adapters: [{ name: 'lcm', kind: 'lcm-lora', weight: 0.5, switchable: false, triggers: ['word'], notes: [wired] }],
      defaults: { sampler: '', karras: false, steps: 30, guidance: 1, clipSkip: 0, spacing: '' },
      needs: [],
      imageAdapters: [],
      controlNetworks: [],
      words: [],
      notes: [wired],
    });
  });

  it('says which words a model knows, and how many steps a sampler can take', () => {
    expect(described({ words: ['house', 'boat'] }).words).toEqual(['house', 'boat']);
    const samplers = [
      { name: 'lcm', hasKarras: false, stepsMax: 50 },
      { name: 'ddim', hasKarras: false, hasSpacing: true },
    ];
    expect(describe({ ...someOffer, samplers }, renderer).samplers).toEqual([
      { name: 'lcm', hasKarras: false, stepsMax: 50, hasSpacing: false },
      { name: 'ddim', hasKarras: false, stepsMax: 0, hasSpacing: true },
    ]);
  });

  it.each([
    [{ imageInput: 'none', sizeConditioning: 'target-size' }, []],
    [{ imageInput: 'masked-image' }, ['image', 'mask']],
    [{ imageInput: 'image' }, ['image']],
    [{ sizeConditioning: 'aesthetic-score' }, ['image']],
  ] as const)('says what a model with %j needs besides words', (traits, needs) => {
    expect(described({ traits: { ...demo.traits, ...traits } }).needs).toEqual(needs);
  });

  it('says that a model wants trailing timesteps where its own file does, unless the operator says otherwise', () => {
    const spacings = (defaults?: object) => {
      const listed = defaults && { listed: { defaults, licence: null, problems: [] } };
      return described({ spacing: 'trailing', ...listed }).defaults?.spacing;
    };
    expect([spacings(), spacings({ steps: 4 }), spacings({ spacing: 'leading' })]).toEqual([
      'trailing',
      'trailing',
      'leading',
    ]);
    expect(described({ spacing: 'leading' }).defaults).toBeNull();
  });

  it('has no defaults where the operator lists none', () => {
    expect(described({}).defaults).toBeNull();
    expect(described({}).adapters.map(({ weight }) => weight)).toEqual([1, 1]);
  });
});
