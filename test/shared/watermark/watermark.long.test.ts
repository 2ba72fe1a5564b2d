import { describe, expect, it } from 'vitest';
import { findMark, putMark } from '#shared/watermark/watermark.ts';
import { KINDS, psnr, sent, syntheticPicture } from '#test/shared/watermark/synthetic-pictures.ts';

const PLAIN = 10_000;
const MARKED = 200;

const SIZES = [
  [512, 512],
  [640, 384],
  [448, 576],
] as const;

describe('the watermark, in many pictures', () => {
  it('is taken for found in at most one of a thousand pictures that have none', { timeout: 300_000 }, () => {
    let found = 0;
    for (let seed = 0; seed < PLAIN; seed++) {
      const kind = KINDS[seed % KINDS.length]!;
      const picture = syntheticPicture(kind, { width: 56 + (seed % 24), height: 56 + (seed % 40), seed });
      if (findMark(picture).isMarked) found += 1;
    }
    expect(found).toBeLessThanOrEqual(PLAIN / 1000);
  });

  it('is found in 99 of 100 after WebP and JPEG of quality 80, in full and at half the size', {
    timeout: 600_000,
  }, async () => {
    const missed: string[] = [];
    for (let seed = 0; seed < MARKED; seed++) {
      const kind = KINDS[seed % KINDS.length]!;
      const [width, height] = SIZES[seed % SIZES.length]!;
      const picture = syntheticPicture(kind, { width, height, seed });
      const plain = picture.data.slice();
      putMark(picture);
      expect(psnr(plain, picture.data), `${kind} ${seed}`).toBeGreaterThanOrEqual(42);
      const round = Math.floor(seed / KINDS.length);
      const way = { format: round % 2 ? 'webp' : 'jpeg', scale: round % 4 < 2 ? 0.5 : 1 } as const;
      if (!findMark(await sent(picture, way)).isMarked) missed.push(`${kind} ${seed} ${way.format} ${way.scale}`);
    }
    expect(missed.length, missed.join(', ')).toBeLessThanOrEqual(MARKED / 100);
  });
});
