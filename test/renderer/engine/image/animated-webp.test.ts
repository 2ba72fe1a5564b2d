import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodeAnimation } from '#renderer/engine/image/animated-webp.ts';
import type { Raster } from '#renderer/engine/image/raster.ts';

const SIDE = 96;
const forever = new AbortController().signal;

/** Eight frames, each brighter than the one before, with noise that no quality keeps in few bytes. */
const FRAMES: readonly Raster[] = Array.from({ length: 8 }, (_, frame) => {
  let state = frame + 1;
  const data = Uint8Array.from({ length: 3 * SIDE ** 2 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return 20 + 20 * frame + (state >>> 26);
  });
  return { width: SIDE, height: SIDE, data };
});

const encode = (bytesMax?: number, signal = forever) =>
  encodeAnimation(FRAMES, { framesPerSecond: 8, xmp: '<x/>', signal, ...(bytesMax !== undefined && { bytesMax }) });

const meanOf = async (file: Uint8Array, page: number) => {
  const { channels } = await sharp(file, { page }).stats();
  return channels[0]!.mean;
};

describe('an animation as a file', () => {
  it('is as good as the limit allows: of lower quality in turn, then with every second frame left out', async () => {
    const found: Awaited<ReturnType<typeof encode>>[] = [await encode()];
    // Each time one byte less than the last one had.
    while (found.length < 5) found.push(await encode(found.at(-1)!.data.length - 1));
    expect(found.map(({ frames }) => frames)).toEqual([8, 8, 8, 8, 4]);
    const sizes = found.map(({ data }) => data.length);
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    expect(new Set(sizes).size).toBe(5);
    for (const { data, frames, framesPerSecond } of found) {
      const { pages, delay, loop } = await sharp(data).metadata();
      expect([pages, loop]).toEqual([frames, 0]);
      expect(delay).toEqual(Array(frames).fill(Math.round(1000 / framesPerSecond)));
      // As long as it was.
      expect(frames / framesPerSecond).toBe(1);
    }
    const { data } = found.at(-1)!;
    for (const page of [0, 1, 2, 3]) {
      expect(Math.abs((await meanOf(data, page)) - (20 + 40 * page + 31.5))).toBeLessThan(4);
    }
  });

  it('has two frames at least, and is refused in one sentence where those are too large', async () => {
    const all = (await encode()).data.length;
    const two = await encodeAnimation(FRAMES.slice(0, 2), {
      ...{ framesPerSecond: 2, xmp: '<x/>', signal: forever },
      bytesMax: Math.ceil(all / 8),
    });
    expect(two.frames).toBe(2);
    const few = await encode(two.data.length + 200);
    expect([few.frames, few.framesPerSecond]).toEqual([2, 2]);
    await expect(encode(1_024)).rejects.toThrow(
      'Cannot animate 96×96 pixels: at most 1 KiB, and two frames of them are more; a smaller size would do',
    );
  });

  it('is not written once somebody stops it', async () => {
    await expect(encode(undefined, AbortSignal.abort())).rejects.toThrow(/aborted/);
  });
});
