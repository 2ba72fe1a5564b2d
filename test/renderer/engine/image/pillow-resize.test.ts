import { describe, expect, it } from 'vitest';
import { resizeLikePillow } from '#renderer/engine/image/pillow-resize.ts';
import { checkPart } from '#test/golden/check/check-case.ts';
import { RESIZE_CASES } from '#test/golden/check/parts/resize.ts';
import { goldenPicture } from '#test/renderer/engine/golden-upscalers.ts';

describe('resizeLikePillow', () => {
  // The large ones are tried by npm run golden.
  it('gives the bytes of Pillow', () => checkPart(RESIZE_CASES, (name) => /^pillow .*(17|64)×/.test(name)));

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
