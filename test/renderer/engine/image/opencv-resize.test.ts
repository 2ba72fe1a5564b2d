import { describe, expect, it } from 'vitest';
import { resizeLikeOpencv } from '#renderer/engine/image/opencv-resize.ts';
import { checkPart } from '#test/golden/check/check-case.ts';
import { RESIZE_CASES } from '#test/golden/check/parts/resize.ts';
import { goldenPicture, goldenUpscalers, sha256 } from '#test/renderer/engine/golden-upscalers.ts';

describe('resizeLikeOpencv', () => {
  it.each(goldenUpscalers.resize.map((run) => [`${run.hw.join('×')} to ${run.to.join('×')}`, run] as const))(
    'gives the bytes of OpenCV: %s',
    async (_, { picture, hw, to: [height, width], base64, sha256: hash }) => {
      const { data } = await resizeLikeOpencv(goldenPicture(picture, hw), { height, width, filter: 'lanczos4' });
      if (base64 === undefined) expect(sha256(data)).toBe(hash);
      else expect(Buffer.from(data).toString('base64')).toBe(base64);
    },
  );

  it('gives the bytes of OpenCV with every filter', () =>
    checkPart(RESIZE_CASES, (name) => /^opencv .*(17|64)×/.test(name)));

  it('leaves a picture of the right size alone', async () => {
    const picture = goldenPicture('z1', [24, 32]);
    expect(await resizeLikeOpencv(picture, { width: 32, height: 24, filter: 'area' })).toBe(picture);
  });

  it('stops in the middle when it is cancelled', async () => {
    const abort = new AbortController();
    const work = resizeLikeOpencv(goldenPicture('z1', [24, 32]), {
      width: 64,
      height: 900,
      filter: 'lanczos4',
      signal: abort.signal,
    });
    abort.abort();
    await expect(work).rejects.toThrow(/aborted/);
  });
});
