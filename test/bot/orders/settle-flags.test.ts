import { describe, expect, it } from 'vitest';
import type { Order } from '#bot/domain/job.ts';
import { settle } from '#bot/orders/settle.ts';
import { LIMITS, REAL, SAMPLERS } from '#test/bot/presets/some-offer.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';
import { drawIn } from '#test/fakes/new-job.ts';

const REQUEST = { presets: [], defaultStyle: null, models: [REAL], samplers: SAMPLERS, limits: LIMITS };

function settling(order: Partial<Order>) {
  return settle({ ...REQUEST, randomSeed: () => 1, order: { prompt: 'a cat', ...order } });
}

function settled(order: Partial<Order>) {
  const result = settling(order);
  if (!result.ok) throw new Error(inEnglish(result.problems).join('\n'));
  return result.settled;
}

function problems(order: Partial<Order>) {
  const result = settling(order);
  return result.ok ? [] : inEnglish(result.problems);
}

describe('an order with flags', () => {
  it('weighs words as a flag says, and nests them as that program does', () => {
    const spans = (prompt: string) => drawIn(settled({ prompt })).prompt!.chunks[0]!.spans.map(({ weight }) => weight);
    expect(spans('(a (b:1.2):1.5)')).toEqual([1.5, expect.closeTo(1.8)]);
    expect(spans('(a (b:1.2):1.5) --weighting Comfy')).toEqual([1.5, 1.2]);
    expect(spans('a b++ --weighting compel')).toEqual([1, 1.21]);
    expect(drawIn(settled({ prompt: 'a --weighting compel' })).weighting).toBe('compel');
    expect(problems({ prompt: 'a --weighting mine' })[0]).toContain('there is a1111, a1111-no-norm, comfy, compel');
  });

  it('takes strength from a flag, also as Midjourney’s image weight', () => {
    const start = { image: { sha256: 'a', bytes: 1, mime: 'image/png' }, width: 64, height: 64 };
    const strength = (order: Partial<Order>) => drawIn(settled({ ...order })).source?.strength;
    expect(strength({ prompt: 'a --strength 0.4', start })).toBe(0.4);
    expect(strength({ prompt: 'a --iw 2', start })).toBe(0.5);
    expect(strength({ prompt: 'a --iw 2 --strength 0.3', start: { ...start, strength: 0.9 } })).toBe(0.9);
    expect(inEnglish(settled({ prompt: 'a --iw 2' }).notices)[0]).toContain('only with a picture to start from');
    expect(problems({ prompt: 'a --iw 5', start })[0]).toContain('given -0.25');
  });
});
