import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { resizeLikePillow } from '#renderer/engine/image/pillow-resize.ts';
import { checkPart } from '#test/golden/check/check-case.ts';
import { RESIZE_CASES } from '#test/golden/check/parts/resize.ts';
import { goldenPicture } from '#test/renderer/engine/golden-upscalers.ts';

describe('resizeLikePillow', () => {
  // The large ones are tried by npm run golden.
  it('gives the bytes of Pillow', () => checkPart(RESIZE_CASES, (name) => /^pillow .*(17|64)×/.test(name)));

  // Bytes of Pillow 13.0.0, of 60 rows of 40 pixels: rows are taken away first where they are more than twice the columns.
  it.each([
    ['lanczos', 30, 40, 'cbbc283c9b0ed99b'],
    ['lanczos', 30, 39, 'dc1b0210d4262073'],
    ['bicubic', 30, 39, 'd370da76144b9052'],
    ['bilinear', 30, 39, '066d9e952200fa60'],
    ['lanczos', 56, 40, 'b6ee04dc3cdfd613'],
    ['bicubic', 24, 7, '39fb49e81ed5771c'],
    ['lanczos', 41, 59, 'ddf45b75c89e2dd0'],
  ] as const)('brings the side to size first that Pillow does: %s %i×%i', async (filter, width, height, hash) => {
    const { data } = await resizeLikePillow(goldenPicture('tall', [60, 40]), { width, height, filter });
    expect(createHash('sha256').update(data).digest('hex')).toMatch(new RegExp(`^${hash}`));
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
