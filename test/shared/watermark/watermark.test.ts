import { describe, expect, it } from 'vitest';
import { findMark, MARKED_FROM, putMark } from '#shared/watermark/watermark.ts';
import { psnr, sent, syntheticPicture } from '#test/shared/watermark/synthetic-pictures.ts';

const scene = () => syntheticPicture('scene', { width: 320, height: 256, seed: 1 });

function marked(picture = scene(), drawn?: Float32Array) {
  putMark(picture, drawn);
  return picture;
}

/** As `toEqual`, which takes seconds for a picture. */
function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

describe('the watermark', () => {
  it('is found in what was sent as WebP and JPEG of quality 80 at half the size, and not before it was put', async () => {
    expect(findMark(scene())).toMatchObject({ isMarked: false });
    const picture = marked();
    for (const format of ['webp', 'jpeg'] as const)
      expect(findMark(await sent(picture, { format, scale: 0.5 })).score, format).toBeGreaterThan(2 * MARKED_FROM);
  });

  it('changes a picture by less than the eye sees, and one of a single colour no more', () => {
    for (const kind of ['scene', 'flat', 'white'] as const) {
      const [plain, picture] = [0, 1].map(() => syntheticPicture(kind, { width: 128, height: 128, seed: 2 }));
      expect(psnr(plain!.data, marked(picture!).data), kind).toBeGreaterThan(44);
      expect(findMark(picture!).isMarked, kind).toBe(true);
    }
  });

  it('leaves a marked picture as it is', () => {
    const once = marked();
    expect(isSame(marked({ ...once, data: once.data.slice() }).data, once.data)).toBe(true);
    expect(isSame(once.data, scene().data)).toBe(false);
  });

  it('leaves what was kept of a picture as it is, pixel for pixel, and is found in the rest', () => {
    const plain = scene();
    const { width, height } = plain;
    const drawn = Float32Array.from({ length: width * height }, (_, at) => (at % width < 80 ? 0 : 1));
    const { data } = marked(scene(), drawn);
    const kept = data.map((level, at) => (drawn[Math.floor(at / 3)] === 0 ? level : plain.data[at]!));
    expect(isSame(kept, plain.data)).toBe(true);
    expect(findMark({ ...plain, data }).isMarked).toBe(true);
  });

  it('takes pixels with transparency, leaves that alone, and leaves out what is too small', () => {
    const { width, height, data } = scene();
    const four = new Uint8Array(width * height * 4).fill(77);
    for (let at = 0; at < width * height; at++) four.set(data.subarray(3 * at, 3 * at + 3), 4 * at);
    const picture = { width, height, channels: 4, data: four } as const;
    putMark(picture);
    expect(findMark(picture).isMarked).toBe(true);
    expect(four.filter((_, at) => at % 4 === 3).every((level) => level === 77)).toBe(true);
    const small = syntheticPicture('scene', { width: 40, height: 60, seed: 3 });
    const plain = small.data.slice();
    putMark(small);
    expect(isSame(small.data, plain)).toBe(true);
    expect(findMark({ ...small, width: 1, height: 1 })).toEqual({ isMarked: false, score: 0 });
  });
});
