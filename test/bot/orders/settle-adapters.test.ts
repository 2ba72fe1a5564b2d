import { describe, expect, it } from 'vitest';
import { settle } from '#bot/orders/settle.ts';
import { settleAdapters } from '#bot/orders/settle-adapters.ts';
import { readPrompt } from '#bot/prompt/read-prompt.ts';
import { DEMO, LIMITS, SAMPLERS } from '#test/bot/presets/some-offer.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';

const model = {
  name: 'dream',
  family: 'sd15',
  defaultWidth: 512,
  defaultHeight: 512,
  adapters: [
    { name: 'Detail', kind: 'lora' },
    { name: 'lcm', kind: 'lcm-lora' },
  ],
  demonstration: false,
  windowTokens: 75,
};

function settled(prompt: string, style: readonly { name: string; weight: number }[] = [], adaptersMax = 4) {
  return inEnglish(settleAdapters({ style, wishes: readPrompt(prompt).adapters, prompt, model, adaptersMax }));
}

describe('settleAdapters()', () => {
  it.each<[string, [string, number][], [string, number][]]>([
    ['a cat', [], []],
    ['a cat', [['lcm', 1]], [['lcm', 1]]],
    [
      'a cat <lora:detail:0.8>',
      [['lcm', 1]],
      [
        ['lcm', 1],
        ['Detail', 0.8],
      ],
    ],
    ['a cat <lora:LCM:0.5>', [['lcm', 1]], [['lcm', 0.5]]],
    ['<lora:detail:0.8> a <lora:detail:-1>', [], [['Detail', -1]]],
    // A style keeps what its model may have lost since: the renderer says so.
    ['a cat', [['gone', 1]], [['gone', 1]]],
  ])('joins those of %j with the style’s %j', (prompt, style, expected) => {
    const { uses, problems } = settled(
      prompt,
      style.map(([name, weight]) => ({ name, weight })),
    );
    expect(problems).toEqual([]);
    expect(uses.map(({ name, weight }) => [name, weight])).toEqual(expected);
  });

  it('keeps two weights, and a wish with one takes both of a style', () => {
    const style = [{ name: 'Detail', weight: 1, textWeight: { value: 0.5 } }];
    expect(settled('a <lora:detail:0.2:0.7>').uses).toEqual([
      { name: 'Detail', weight: 0.7, textWeight: { value: 0.2 } },
    ]);
    expect(settled('a', style).uses).toEqual(style);
    expect(settled('a <lora:detail:0.4>', style).uses).toEqual([{ name: 'Detail', weight: 0.4 }]);
  });

  it('shows which one the model lacks, and which was meant', () => {
    expect(settled('a cat <lora:detial:1> --seed 7').problems).toEqual([
      'There is no adapter “detial” here; did you mean “Detail”?\n' +
        '```\na cat <lora:detial:1> --s…\n      ^^^^^^^^^^^^^^^\n```',
    ]);
  });

  it.each([
    ['<lora:detail:70> a', /weights go from -10 to 10, given 70/],
    ['<lora:detail:1e999> a', /given a number without end/],
  ])('refuses the weight of %j', (prompt, message) => {
    expect(settled(prompt).problems).toEqual([expect.stringMatching(message)]);
  });

  it('refuses too many', () => {
    expect(settled('a <lora:detail:1>', [{ name: 'lcm', weight: 1 }], 1).problems).toEqual([
      'A picture can have 1 adapters at most',
    ]);
  });
});

describe('settle()', () => {
  it('takes an adapter that the prompt names, and words that change', () => {
    const order = { prompt: 'a [cat|dog] <lora:LCM:0.5> --steps 4' };
    const offer = { presets: [], defaultStyle: null, models: [DEMO], samplers: SAMPLERS };
    const result = settle({ ...offer, order, limits: LIMITS, randomSeed: () => 1 });
    expect(result).toMatchObject({
      settled: {
        task: {
          adapters: [{ name: 'lcm', weight: 0.5 }],
          prompt: { chunks: [], subjects: [{ weight: 1, variantOfStep: [0, 1, 0, 1] }] },
          parametersPrompt: 'a [cat|dog] <lora:LCM:0.5>',
        },
      },
    });
  });

  it('finds a model and an adapter by the names that Civitai has for them', () => {
    const prompt =
      'a cat <lora:urn:air:sd1:lora:civitai:58390@62833:0.8> --model urn:air:sd1:checkpoint:civitai:4384@128713';
    const adapters = [{ name: 'Detail Tweaker (civitai 62833)', kind: 'lora' }];
    const dream = { ...DEMO, name: 'DreamShaper 8 (civitai 128713)', adapters };
    const offer = { presets: [], defaultStyle: null, models: [DEMO, dream], samplers: SAMPLERS };
    expect(settle({ ...offer, order: { prompt }, limits: LIMITS, randomSeed: () => 1 })).toMatchObject({
      settled: { task: { model: dream.name, adapters: [{ name: adapters[0]!.name, weight: 0.8 }] } },
    });
  });
});
