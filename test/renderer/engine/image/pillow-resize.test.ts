import { describe, expect, it } from 'vitest';
import { type PillowFilter, resizeLikePillow } from '#renderer/engine/image/pillow-resize.ts';
import { goldenPicture, sha256 } from '#test/renderer/engine/golden-upscalers.ts';

describe('resizeLikePillow', () => {
  it.each<[PillowFilter, string, [number, number], [number, number], string]>([
    ['lanczos', 'z2', [17, 13], [24, 24], '4cd04b86cea6836a'],
    ['bicubic', 'z2', [17, 13], [24, 24], 'accefb28908efef7'],
    ['bilinear', 'z2', [17, 13], [24, 24], '5a75787acfb9b4cd'],
    ['nearest', 'z2', [17, 13], [24, 24], '2998648f865eba98'],
    ['box', 'z2', [17, 13], [24, 24], '2998648f865eba98'],
    ['hamming', 'z2', [17, 13], [24, 24], '2688a1e970ae9b6d'],
    ['lanczos', 'z3', [64, 48], [16, 24], '1517f4011d777fd0'],
    ['bicubic', 'z3', [64, 48], [16, 24], '40aa0bdf3392419e'],
    ['bilinear', 'z3', [64, 48], [16, 24], '0dae5ebf55db2b5d'],
    ['nearest', 'z3', [64, 48], [16, 24], 'd7c331d342dc01f4'],
    ['box', 'z3', [64, 48], [16, 24], 'c22204a6e8dfa3a8'],
    ['hamming', 'z3', [64, 48], [16, 24], '5bad6b9921d51a83'],
  ])('gives the bytes of Pillow: %s %s %j to %j', async (filter, name, hw, [height, width], hash) => {
    const { data } = await resizeLikePillow(goldenPicture(name, hw), { height, width, filter });
    expect(sha256(data).slice(0, 16)).toBe(hash);
  });

  it('leaves a picture of the right size alone', async () => {
    const picture = goldenPicture('z1', [24, 32]);
    expect(await resizeLikePillow(picture, { width: 32, height: 24, filter: 'nearest' })).toBe(picture);
  });

  it('stops in the middle when it is cancelled', async () => {
    const abort = new AbortController();
    const wanted = { width: 64, height: 900, filter: 'lanczos', signal: abort.signal } as const;
    const work = resizeLikePillow(goldenPicture('z1', [24, 32]), wanted);
    abort.abort();
    await expect(work).rejects.toThrow(/aborted/);
  });
});
