import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TypedPreset, validPreset } from '#bot/presets/valid-preset.ts';
import { DEMO, LIMITS, REAL, SAMPLERS } from '#test/bot/presets/some-offer.ts';
import { promptText } from '#test/bot/prompt/prompt-text.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';

const OFFER = { models: [DEMO, REAL], samplers: SAMPLERS, limits: LIMITS };

const check = (typed: Partial<TypedPreset>, offer = OFFER) => inEnglish(validPreset({ name: 'oil', ...typed }, offer));

describe('validPreset()', () => {
  it('takes a name alone', () => {
    expect(check({})).toEqual({
      ok: true,
      notices: [],
      preset: {
        name: 'oil',
        description: '',
        hidden: false,
        template: '{prompt}',
        negative: '',
        model: null,
        adapters: [],
        sampler: null,
        karras: null,
        spacing: null,
        steps: null,
        guidance: null,
        width: null,
        height: null,
        clipSkip: null,
        control: null,
        likeStrength: null,
      },
    });
  });

  it('takes everything', () => {
    const typed = {
      description: ' Thick  paint ',
      template: 'oil painting of {prompt}, (impasto:1.2)',
      negative: 'photo',
      model: 'Dreamlike',
      adapters: 'detail:0.8, lcm-lora-sdv1-5',
      sampler: 'Euler Karras',
      spacing: 'SGM Uniform',
      steps: 30,
      guidance: 6.5,
      size: '512x768',
      clipSkip: 1,
      control: ' canny:0.8:0:0.5, guess ',
      likeStrength: 0.4,
      hidden: true,
    };
    expect(check(typed)).toEqual({
      ok: true,
      notices: [],
      preset: {
        name: 'oil',
        description: 'Thick paint',
        hidden: true,
        template: 'oil painting of {prompt}, (impasto:1.2)',
        negative: 'photo',
        model: 'dreamlike',
        adapters: [
          { name: 'detail', weight: 0.8 },
          { name: 'lcm-lora-sdv1-5', weight: 1 },
        ],
        sampler: 'euler',
        karras: true,
        spacing: 'trailing',
        steps: 30,
        guidance: 6.5,
        width: 512,
        height: 768,
        clipSkip: 1,
        control: 'canny:0.8:0:0.5, guess',
        likeStrength: 0.4,
      },
    });
  });

  const names: readonly [string, string][] = [
    ['oil', 'oil'],
    ['Oil Painting', 'oil-painting'],
    ['märchen_2', 'märchen-2'],
    ['水彩', '水彩'],
  ];
  it.each(names)('writes the name %j as %j', (typed, name) => {
    expect(check({ name: typed })).toMatchObject({
      preset: { name },
      notices: typed === name ? [] : [`The name is written “${name}”`],
    });
  });

  const changed: readonly [Partial<TypedPreset>, object, readonly string[]][] = [
    [
      { template: 'watercolor' },
      { template: '{prompt}, watercolor' },
      ['The words of a prompt go in front: “{prompt}, watercolor”'],
    ],
    [
      { template: ', watercolor' },
      { template: '{prompt}, watercolor' },
      ['The words of a prompt go in front: “{prompt}, watercolor”'],
    ],
    [{ template: ' ,, ' }, { template: '{prompt}' }, []],
    [{ template: 'a { Prompt } b' }, { template: 'a {prompt} b' }, []],
    [
      { template: '(oil, {prompt}' },
      {},
      ['This bracket is never closed, so it reaches to the end\n```\n(oil, {prompt}\n^\n```'],
    ],
    [{ negative: 'a)' }, {}, ['This bracket closes nothing, so it was taken as text\n```\na)\n ^\n```']],
    [{ steps: 999 }, { steps: 150 }, ['Steps lowered to 150, which is the most; 999 was asked for']],
    [{ sampler: 'lcm karras' }, { karras: false }, ['The sampler “lcm” has no Karras spacing, so it is drawn without']],
    [{ sampler: '', model: ' ', adapters: ' ,' }, { sampler: null, model: null, adapters: [] }, []],
    [{ adapters: [{ name: 'detail', weight: -1 }] }, { adapters: [{ name: 'detail', weight: -1 }] }, []],
  ];
  it.each(changed)('says what it changed in %j', (typed, preset, notices) => {
    expect(check(typed)).toMatchObject({ ok: true, preset, notices });
  });

  const refusals: readonly [Partial<TypedPreset>, readonly string[]][] = [
    [{ name: '' }, ['Cannot name a style like this: 1–32 letters, digits and dashes, given “”']],
    [{ name: 'a/b' }, ['Cannot name a style like this: 1–32 letters, digits and dashes, given “a/b”']],
    [{ name: '-a' }, ['Cannot name a style like this: 1–32 letters, digits and dashes, given “-a”']],
    [
      { name: 'x'.repeat(50) },
      [`Cannot name a style like this: 1–32 letters, digits and dashes, given “${'x'.repeat(39)}…”`],
    ],
    [{ name: 'Plain' }, ['Cannot name a style “plain”: that word means no style']],
    [{ description: 'x'.repeat(101) }, ['Cannot keep this description: at most 100 characters, given 101']],
    [{ negative: 'x'.repeat(1001) }, ['Cannot keep this negative prompt: at most 1000 characters, given 1001']],
    [{ template: `{prompt}${'x'.repeat(993)}` }, ['Cannot keep this template: at most 1000 characters, given 1001']],
    [
      { template: 'x'.repeat(991) },
      ['Cannot keep this template: at most 1000 characters with “{prompt}, ” in front, given 1001'],
    ],
    [{ template: '{prompt} {prompt}' }, ['Cannot use this template: “{prompt}” may stand in it once, given 2 times']],
    [
      { template: '{prompt} --steps 4' },
      ['Cannot use this template: it holds words only, and settings have their own options, given “--steps”'],
    ],
    [{ model: 'dreamlik' }, ['There is no model “dreamlik” here; did you mean “dreamlike”?']],
    [{ sampler: 'heun' }, ['There is no sampler “heun” here; there is lcm, ddim, euler, euler_a, dpmpp_2m']],
    [{ adapters: 'detial' }, ['There is no adapter “detial” here; did you mean “detail”?']],
    [{ adapters: 'detail', model: 'demo' }, ['There is no adapter “detail” here; there is blueprint, lcm']],
    [
      { adapters: 'detail:strong' },
      ['Cannot use the adapter “detail” like this: weights go from -10 to 10, given something that is not a number'],
    ],
    [{ adapters: 'detail:30' }, ['Cannot use the adapter “detail” like this: weights go from -10 to 10, given 30']],
    [{ adapters: 'detail, detail:0.5' }, ['The adapter “detail” is given twice']],
    [{ steps: 0 }, ['Cannot use this number of steps: it must be a whole number from 1 to 150, given 0']],
    [
      { guidance: Number.NaN },
      ['Cannot use this guidance: it must be a number from 0 to 30, given something that is not a number'],
    ],
    [{ size: 'big' }, ['Cannot use this size: it must look like 512x768, given “big”']],
    [
      { size: '513x512' },
      ['Cannot use this width: it must be a multiple of 8, given 513; the nearest are 512 and 520'],
    ],
    [{ height: 9000 }, ['Cannot use this height: it must be a whole number of pixels from 64 to 2048, given 9000']],
    [{ clipSkip: 9 }, ['Cannot skip these layers of the text encoder: 0 to 4, given 9']],
    [
      { control: 'canny:3:0.5:0.5, depth:x', likeStrength: 0 },
      [
        'Cannot read depth:x of control: a network with weight, start and end as in canny:0.8:0:0.5, commas between several, guess last where wanted',
        'Cannot follow a control picture so closely: control-weight must be above 0, up to 2, given 3',
        'Cannot follow a control picture there: its start must be from 0 to below its end, which is at most 1, given 0.5 and 0.5',
        'Cannot take a picture beside the words: its strength must be above 0 and at most 2, given 0',
      ],
    ],
    [
      { name: '', steps: 0 },
      [
        'Cannot name a style like this: 1–32 letters, digits and dashes, given “”',
        'Cannot use this number of steps: it must be a whole number from 1 to 150, given 0',
      ],
    ],
  ];
  it.each(refusals.map(([typed, problems]) => ({ typed, problems, title: JSON.stringify(typed).slice(0, 60) })))(
    'refuses $title',
    ({ typed, problems }) => expect(check(typed)).toEqual({ ok: false, problems }),
  );

  it('takes names on trust while no renderer is there', () => {
    const offer = null;
    const typed = { name: 'a', model: 'any', sampler: 'heun', adapters: 'some:0.5' };
    expect(inEnglish(validPreset(typed, offer))).toMatchObject({
      ok: true,
      preset: { model: 'any', sampler: 'heun', adapters: [{ name: 'some', weight: 0.5 }] },
    });
  });

  it('never throws, and what it lets through passes again unchanged', () => {
    const text = fc.option(promptText, { nil: null });
    const number = fc.option(fc.oneof(fc.integer({ min: -1, max: 600 }), fc.double()), { nil: null });
    const typed = fc.record({
      name: fc.oneof(fc.constant('oil'), promptText),
      template: text,
      negative: text,
      adapters: text,
      steps: number,
      guidance: number,
      width: number,
    });
    fc.assert(
      fc.property(typed, (preset) => {
        const valid = validPreset(preset, OFFER);
        if (!valid.ok) return void expect(valid.problems.length).toBeGreaterThan(0);
        expect(valid.preset.template.split('{prompt}')).toHaveLength(2);
        expect(validPreset(valid.preset, OFFER)).toMatchObject({ ok: true, preset: valid.preset });
      }),
      { numRuns: 2000 },
    );
  });
});
