import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodeWebp } from '#renderer/engine/image/webp.ts';

const raster = { width: 16, height: 8, data: new Uint8Array(16 * 8 * 3).fill(200) };

async function check(size: { enlarge: number; maxSide: number }, expected: readonly [number, number]) {
  const { width, height, data } = await encodeWebp(raster, size);
  expect([width, height]).toEqual(expected);
  expect(await sharp(data).metadata()).toMatchObject({ format: 'webp', width, height });
}

describe('encodeWebp', () => {
  it('leaves the size alone when nothing is asked', () => check({ enlarge: 1, maxSide: 0 }, [16, 8]));
  it('enlarges to the size of the picture', () => check({ enlarge: 8, maxSide: 0 }, [128, 64]));
  it('stays within the longest side', () => check({ enlarge: 8, maxSide: 64 }, [64, 32]));
  it('makes smaller what is too large', () => check({ enlarge: 1, maxSide: 8 }, [8, 4]));
  it('never enlarges because of the limit', () => check({ enlarge: 1, maxSide: 512 }, [16, 8]));
});
