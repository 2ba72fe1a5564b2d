import { expect, it } from 'vitest';
import type { Order } from '#bot/domain/job.ts';
import { settle } from '#bot/orders/settle.ts';
import { DEMO, LIMITS, REAL, SAMPLERS } from '#test/bot/presets/some-offer.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';

function problems(order: Order): readonly string[] {
  const offer = { presets: [], defaultStyle: null, models: [DEMO, REAL], samplers: SAMPLERS, limits: LIMITS };
  const result = settle({ ...offer, randomSeed: () => 1, order });
  return result.ok ? [] : inEnglish(result.problems);
}

it('tells everything that is wrong together, and what it makes of the rest of the words', () => {
  expect(problems({ prompt: 'a cat --model sdxl <lora:foo:0.8> --sampler eueler' })).toEqual([
    expect.stringContaining('no model “sdxl”'),
    expect.stringContaining('no sampler “eueler” here; did you mean “euler”?'),
    expect.stringContaining('no adapter “foo”'),
  ]);
  expect(problems({ prompt: '--stepz 4 --ar 3:0 --seed -1 (x' })).toEqual([
    expect.stringContaining('Cannot use this seed'),
    expect.stringContaining('“--stepz” is not a setting'),
    expect.stringContaining('“3:0” is not a ratio'),
    expect.stringContaining('This bracket is never closed'),
  ]);
  expect(problems({ prompt: '--seed -1', style: 'nothing' })).toHaveLength(3);
});

it('does not say twice that a prompt is too long', () => {
  const said = problems({ prompt: 'x'.repeat(LIMITS.promptCharsMax + 1) });
  expect(said).toEqual([expect.stringMatching(/^Cannot read this prompt: at most/)]);
});
