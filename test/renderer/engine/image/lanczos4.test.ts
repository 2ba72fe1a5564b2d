import { describe, expect, it } from 'vitest';
import { resizeLanczos4 } from '#renderer/engine/image/lanczos4.ts';
import { goldenPicture, goldenUpscalers, sha256 } from '#test/renderer/engine/golden-upscalers.ts';

describe('resizeLanczos4', () => {
  it.each(goldenUpscalers.resize.map((run) => [`${run.hw.join('×')} to ${run.to.join('×')}`, run] as const))(
    'gives the bytes of OpenCV: %s',
    async (_, { picture, hw, to: [height, width], base64, sha256: hash }) => {
      const { data } = await resizeLanczos4(goldenPicture(picture, hw), { height, width });
      if (base64 === undefined) expect(sha256(data)).toBe(hash);
      else expect(Buffer.from(data).toString('base64')).toBe(base64);
    },
  );

  it('leaves a picture of the right size alone', async () => {
    const picture = goldenPicture('z1', [24, 32]);
    expect(await resizeLanczos4(picture, { width: 32, height: 24 })).toBe(picture);
  });

  it('stops in the middle when it is cancelled', async () => {
    const abort = new AbortController();
    const work = resizeLanczos4(goldenPicture('z1', [24, 32]), { width: 64, height: 900, signal: abort.signal });
    abort.abort();
    await expect(work).rejects.toThrow(/aborted/);
  });
});
