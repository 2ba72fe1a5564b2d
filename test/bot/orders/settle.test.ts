import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Order } from '#bot/domain/job.ts';
import type { TaskOf } from '#bot/domain/task.ts';
import { rerolled } from '#bot/orders/reroll.ts';
import { type SettleRequest, settle } from '#bot/orders/settle.ts';
import { visiblePresets } from '#bot/presets/visible-presets.ts';
import type { DrawTask } from '#shared/contract/tasks.ts';
import { DEMO, LIMITS, REAL, SAMPLERS } from '#test/bot/presets/some-offer.ts';
import { somePreset } from '#test/bot/presets/some-preset.ts';
import { promptText } from '#test/bot/prompt/prompt-text.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';
import { drawIn } from '#test/fakes/new-job.ts';

const MODELS = [DEMO, REAL];
const OWN = [
  somePreset({ name: 'wide', width: 768, height: 512, steps: 30, guidance: 5, negative: 'blurry' }),
  somePreset({ name: 'strong', template: '({prompt}:1.5), oil', model: 'dreamlike' }),
  somePreset({ name: 'gone', model: 'away' }),
  somePreset({ name: 'lost', model: 'dreamlike', adapters: [{ name: 'sparkle', weight: 1 }] }),
  somePreset({ name: 'detailed', adapters: [{ name: 'blueprint', weight: 0.5 }] }),
];

const REQUEST: Omit<SettleRequest, 'order'> = {
  presets: visiblePresets(OWN, { models: MODELS }),
  defaultStyle: null,
  models: MODELS,
  samplers: SAMPLERS,
  limits: LIMITS,
  randomSeed: () => 1234,
};

function settling(order: Partial<Order>, change: Partial<SettleRequest> = {}) {
  return settle({ ...REQUEST, order: { prompt: 'a cat', ...order }, ...change });
}

function settled(order: Partial<Order>, change: Partial<SettleRequest> = {}) {
  const result = settling(order, change);
  if (!result.ok) throw new Error(inEnglish(result.problems).join('\n'));
  return result.settled;
}

function problems(order: Partial<Order>, change: Partial<SettleRequest> = {}) {
  const result = settling(order, change);
  return result.ok ? [] : inEnglish(result.problems);
}

describe('settle()', () => {
  it('fills in everything from the model where nothing is said', () => {
    const order = { prompt: 'a (red:1.4) cat' };
    expect(settled(order)).toEqual({
      order,
      style: null,
      task: {
        kind: 'draw',
        model: 'dreamlike',
        prompt: {
          chunks: [
            {
              spans: [
                { text: 'a ', weight: 1 },
                { text: 'red', weight: 1.4 },
                { text: ' cat', weight: 1 },
              ],
            },
          ],
        },
        negative: { chunks: [] },
        adapters: [],
        sampler: 'dpmpp_2m',
        karras: true,
        steps: 20,
        guidance: 7,
        width: 512,
        height: 512,
        seed: 1234,
        count: 1,
        clipSkip: 0,
        previews: { everySteps: 1, maxSide: 512 },
        parametersPrompt: 'a (red:1.4) cat',
        parametersNegative: '',
      } satisfies TaskOf<'draw'>,
      notices: [],
    });
  });

  it('takes a style with all it settles', () => {
    const { style, task, notices } = settled({ style: 'blueprint' });
    expect({ style, notices }).toEqual({ style: 'blueprint', notices: [] });
    expect(task).toMatchObject({
      model: 'demo',
      adapters: [{ name: 'blueprint', weight: 1 }],
      sampler: 'dpmpp_2m',
      karras: true,
      steps: 20,
      guidance: 4,
      width: 128,
      height: 128,
      parametersPrompt: 'a cat, blueprint style',
    });
  });

  const precedence: readonly [string, Partial<Order>, Partial<DrawTask>][] = [
    ['an option over a flag', { prompt: 'a --steps 8 --seed 3', steps: 9, seed: 4 }, { steps: 9, seed: 4 }],
    ['a flag over the style', { prompt: 'a --steps 8 --cfg 3', style: 'wide' }, { steps: 8, guidance: 3 }],
    ['the style over the model', { style: 'wide' }, { steps: 30, guidance: 5, width: 768, height: 512 }],
    ['the style of an option over the style of a flag', { prompt: 'a --style fine', style: 'wide' }, { steps: 30 }],
    ['a style of a flag', { prompt: 'a --style FINE' }, { model: 'demo', steps: 20, guidance: 4, karras: true }],
    ['a model of a flag', { prompt: 'a --model demo' }, { model: 'demo', width: 128, guidance: 4 }],
    ['a sampler of a flag', { prompt: 'a --sampler Euler-A' }, { sampler: 'euler_a', karras: false }],
    ['a sampler with its spacing', { prompt: 'a --sampler euler_karras' }, { sampler: 'euler', karras: true }],
    ['a sampler as A1111 writes it', { prompt: 'a --sampler DPM++2M' }, { sampler: 'dpmpp_2m', karras: true }],
    [
      'a spacing of a flag, which leaves Karras out',
      { prompt: 'a --spacing trailing' },
      { spacing: 'trailing', karras: false },
    ],
    ['the model that has the adapters of a style', { style: 'detailed' }, { model: 'demo' }],
    ['a size over a ratio of a flag', { prompt: 'a --ar 2:1', width: 512, height: 256 }, { width: 512, height: 256 }],
    ['a ratio over a size of flags', { prompt: 'a --w 64 --h 64', ratio: { width: 1, height: 1 } }, { width: 512 }],
    [
      'a ratio over the size of a style',
      { style: 'wide', ratio: { width: 1, height: 1 } },
      { width: 624, height: 624 },
    ],
    ['pictures of a flag', { prompt: 'a -n 3' }, { count: 3 }],
  ];
  it.each(precedence)('prefers %s', (_name, order, spec) => expect(settled(order).task).toMatchObject(spec));

  it('uses the default style, and plain as no style', () => {
    expect(settled({}, { defaultStyle: 'wide' })).toMatchObject({ style: 'wide', task: { steps: 30 } });
    expect(settled({ style: 'plain' }, { defaultStyle: 'wide' })).toMatchObject({ style: null, task: { steps: 20 } });
    expect(settled({ prompt: 'a --style Plain' }, { defaultStyle: 'wide' })).toMatchObject({ style: null });
  });

  it('draws without a default style that cannot be drawn, and says so', () => {
    expect(inEnglish(settled({}, { defaultStyle: 'deleted' }))).toMatchObject({
      style: null,
      notices: [
        expect.stringMatching(/^Drawn without the usual style “deleted”: there is no style “deleted” here; there is /),
      ],
    });
    expect(inEnglish(settled({ prompt: 'a --model demo' }, { defaultStyle: 'strong' }).notices)).toEqual([
      'Drawn without the usual style “strong”: the style “strong” is drawn with the model “dreamlike”, not with “demo”',
    ]);
  });

  const refusals: readonly [Partial<Order>, readonly string[]][] = [
    [{ prompt: '' }, ['The prompt is empty: write what to draw']],
    [{ prompt: ' \n ' }, ['The prompt is empty: write what to draw']],
    [{ prompt: '()' }, ['The prompt is empty: write what to draw']],
    [{ prompt: '--seed 7 --steps 4' }, ['The prompt has settings only: write what to draw, too']],
    [{ prompt: 'x'.repeat(10_000) }, ['Cannot read this prompt: at most 4,000 characters, given 10,000']],
    [{ negative: 'x'.repeat(4_001) }, ['Cannot read this negative prompt: at most 4,000 characters, given 4,001']],
    [
      { prompt: 'x'.repeat(3_998), style: 'strong' },
      ['Cannot read this prompt: at most 4,000 characters, given 4,009 with its style'],
    ],
    [{ seed: -1 }, ['Cannot use this seed: it must be a whole number from 0 to 4294967295, given -1']],
    [{ seed: 2 ** 32 }, ['Cannot use this seed: it must be a whole number from 0 to 4294967295, given 4294967296']],
    [{ seed: 1.5 }, ['Cannot use this seed: it must be a whole number from 0 to 4294967295, given 1.5']],
    [{ prompt: 'a --seed -1' }, ['Cannot use this seed: it must be a whole number from 0 to 4294967295, given -1']],
    [
      { prompt: `a --seed ${'9'.repeat(400)}` },
      ['Cannot use this seed: it must be a whole number from 0 to 4294967295, given a number without end'],
    ],
    [{ steps: 0 }, ['Cannot use this number of steps: it must be a whole number from 1 to 150, given 0']],
    [{ prompt: 'a --steps 0' }, ['Cannot use this number of steps: it must be a whole number from 1 to 150, given 0']],
    [{ steps: 2.5 }, ['Cannot use this number of steps: it must be a whole number from 1 to 150, given 2.5']],
    [
      { guidance: Number.NaN },
      ['Cannot use this guidance: it must be a number from 0 to 30, given something that is not a number'],
    ],
    [{ guidance: -1 }, ['Cannot use this guidance: it must be a number from 0 to 30, given -1']],
    [{ count: 5 }, ['Cannot use this number of pictures: it must be a whole number from 1 to 4, given 5']],
    [{ count: 0 }, ['Cannot use this number of pictures: it must be a whole number from 1 to 4, given 0']],
    [{ width: 513 }, ['Cannot use this width: it must be a multiple of 8, given 513; the nearest are 512 and 520']],
    [
      { prompt: 'a --h 2047' },
      ['Cannot use this height: it must be a multiple of 8, given 2047; the nearest are 2040 and 2048'],
    ],
    [{ width: 32 }, ['Cannot use this width: it must be a whole number of pixels from 64 to 2048, given 32']],
    [
      { width: 1024, height: 2048, count: 4 },
      ['Cannot draw 4 pictures of 1024×2048 pixels: at most 4194304 pixels in all, given 8388608'],
    ],
    [
      { ratio: { width: 100, height: 1 } },
      ['Cannot draw the ratio 100:1: sides go from 64 to 2048 pixels, so at most 32:1'],
    ],
    [
      { ratio: { width: Number.NaN, height: 1 } },
      ['Cannot use this ratio: both sides must be numbers above 0, like 3:2'],
    ],
    [{ style: 'storybok' }, ['There is no style “storybok” here; did you mean “storybook”?']],
    [
      { style: 'oil painting' },
      [
        'There is no style “oil painting” here; there is plain, detailed, gone, lost, strong, wide, fast, ' +
          'base, photo, cinematic, cartoon, line-art and 11 more',
      ],
    ],
    [{ style: 'gone' }, ['The style “gone” is drawn with the model “away”, which no renderer has now']],
    [{ style: 'lost' }, ['The style “lost” needs the adapter “sparkle”, which the model “dreamlike” lacks']],
    [
      { prompt: 'a --model demo', style: 'strong' },
      ['The style “strong” is drawn with the model “dreamlike”, not with “demo”'],
    ],
    [{ prompt: 'a --model demmo' }, ['There is no model “demmo” here; did you mean “demo”?']],
    [{ prompt: 'a --sampler eular' }, ['There is no sampler “eular” here; did you mean “euler”?']],
    [
      { steps: 0, seed: -1, width: 513 },
      [
        'Cannot use this number of steps: it must be a whole number from 1 to 150, given 0',
        'Cannot use this seed: it must be a whole number from 0 to 4294967295, given -1',
        'Cannot use this width: it must be a multiple of 8, given 513; the nearest are 512 and 520',
      ],
    ],
  ];
  it.each(refusals.map(([order, expected]) => ({ order, expected, title: JSON.stringify(order).slice(0, 60) })))(
    'refuses $title',
    ({ order, expected }) => expect(problems(order)).toEqual(expected),
  );

  it('refuses everything while no renderer has been seen', () => {
    expect(problems({}, { models: [], samplers: [], presets: [] })).toEqual([
      'No renderer has connected yet, so there is nothing to draw with; please try again in a moment',
    ]);
  });

  const notices: readonly [Partial<Order>, readonly string[]][] = [
    [{ steps: 500 }, ['Steps lowered to 150, which is the most; 500 was asked for']],
    [{ prompt: 'a --cfg 99' }, ['Guidance lowered to 30, which is the most; 99 was asked for']],
    [{ prompt: 'a (cat' }, ['This bracket is never closed, so it reaches to the end\n```\na (cat\n  ^\n```']],
    [
      { prompt: 'a --seed x cat' },
      ['“x” is not a number (like --seed 7), so it was left out\n```\na --seed x cat\n         ^\n```'],
    ],
    [{ negative: 'dog)' }, ['This bracket closes nothing, so it was taken as text\n```\ndog)\n   ^\n```']],
    [{ style: 'storybook', negative: 'dog' }, ['A negative prompt acts only with guidance above 1; here it is 1']],
    [{ style: 'storybook', guidance: 7 }, ['The lcm sampler is made for guidance up to 2; 7 may burn the colours']],
  ];
  it.each(notices)('says what was changed: %j', (order, expected) =>
    expect(inEnglish(settled(order).notices)).toEqual(expected),
  );

  it('shows a few problems of a prompt only', () => {
    const { notices } = settled({ prompt: 'a))))))' });
    expect(notices).toHaveLength(4);
    expect(inEnglish(notices[3])).toBe('There is more of this kind further on');
  });

  it('never throws, and what it lets through is within the limits', () => {
    const numbers = fc.option(fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, 4, 64, 512, 513)), {
      nil: undefined,
    });
    const order = fc.record({
      prompt: promptText,
      negative: promptText,
      steps: numbers,
      guidance: numbers,
      width: numbers,
      seed: numbers,
    });
    fc.assert(
      fc.property(order, (typed) => {
        const said = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined));
        const result = settling(said, { defaultStyle: 'strong' });
        if (!result.ok) {
          expect(result.problems.length).toBeGreaterThan(0);
          return;
        }
        const spec = drawIn(result.settled);
        expect(Number.isInteger(spec.steps) && spec.steps >= 1 && spec.steps <= 150).toBe(true);
        expect(spec.guidance >= 0 && spec.guidance <= 30).toBe(true);
        expect(spec.width % 8 === 0 && spec.width >= 64 && spec.width <= 2048).toBe(true);
        expect(Number.isInteger(spec.seed) && spec.seed >= 0 && spec.seed < 2 ** 32).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('rerolled()', () => {
  it('changes the seed alone', () => {
    const first = settled({ prompt: 'a --steps 9', style: 'strong' });
    expect(rerolled(first, 99)).toEqual({ ...first, task: { ...first.task, seed: 99 } });
  });

  it('forgets a seed that was typed', () => {
    expect(rerolled(settled({ prompt: 'a cat --seed 7 --steps 9', seed: 5 }), 99).order).toEqual({
      prompt: 'a cat --steps 9',
    });
  });
});
