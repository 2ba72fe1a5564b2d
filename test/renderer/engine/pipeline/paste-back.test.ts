import { describe, expect, it } from 'vitest';
import { drawnShare, pasteBack } from '#renderer/engine/pipeline/paste-back.ts';
import type { RenderProgress } from '#renderer/engine/pipeline/progress.ts';
import { tensor } from '#renderer/engine/tensor.ts';

const mask = tensor([1, 1, 1, 6], Float32Array.of(0, 0.4, 1, 1, 1, 1));

describe('what is kept', () => {
  it('fades out over the feather, in what is drawn anew only', () => {
    const shares = (feather: number) =>
      [...drawnShare({ mask, feather }).data].map((share) => Number(share.toFixed(3)));
    expect(shares(0)).toEqual([0, 0, 1, 1, 1, 1]);
    expect(shares(2)).toEqual([0, 0, 0.333, 0.667, 1, 1]);
    const whole = tensor([1, 1, 1, 2], Float32Array.of(1, 1));
    expect([...drawnShare({ mask: whole, feather: 9 }).data]).toEqual([1, 1]);
  });

  it('is in every picture as it was given, which says what was drawn, and nothing else of the run changes', async () => {
    const pixels = tensor(
      [1, 3, 1, 6],
      Float32Array.from({ length: 18 }, (_, i) => i / 18),
    );
    const drawn = tensor([1, 3, 1, 6]);
    const run: RenderProgress[] = [
      { kind: 'planned', steps: 1 },
      { kind: 'picture', index: 0, seed: 1, pixels: drawn },
      { kind: 'picture', index: 1, seed: 2, pixels: drawn },
    ];
    async function* progress() {
      yield* run;
    }
    const given: RenderProgress[] = [];
    for await (const each of pasteBack(progress(), { pixels, mask, feather: 0 })) given.push(each);
    const expected = Float32Array.from(pixels.data, (value, i) => (i % 6 < 2 ? value : 0));
    const merged = { pixels: { dims: [1, 3, 1, 6], data: expected }, drawn: drawnShare({ mask, feather: 0 }) };
    expect(given).toEqual([
      { kind: 'planned', steps: 1 },
      { kind: 'picture', index: 0, seed: 1, ...merged },
      { kind: 'picture', index: 1, seed: 2, ...merged },
    ]);
  });
});
