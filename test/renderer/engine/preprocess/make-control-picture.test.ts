import { describe, expect, it } from 'vitest';
import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { type ControlWish, makeControlPicture } from '#renderer/engine/preprocess/make-control-picture.ts';
import { checkPart } from '#test/golden/check/check-case.ts';
import { PREPROCESS_PARTS } from '#test/golden/check/parts/preprocess.ts';
import { goldenPicture } from '#test/renderer/engine/golden-upscalers.ts';

const WISH: ControlWish = {
  ...{ method: 'canny', side: null, detectSide: null, low: 100, high: 200 },
  signal: new AbortController().signal,
};

describe('control pictures', () => {
  it.each(PREPROCESS_PARTS.map((part) => [part.key, part] as const))('are those of the reference: %s', (_, part) =>
    checkPart(part),
  );

  it('are taken as they are where they are that already, but for their size', async () => {
    const picture = goldenPicture('c1', [96, 128]);
    const made = await makeControlPicture(picture, WISH);
    expect(made.asGiven).toBe(false);
    const again = await makeControlPicture(made.picture, WISH);
    expect([again.asGiven, again.picture.data.filter((_, i) => i % 3 === 0)]).toEqual([true, made.picture.data]);
    const larger = await makeControlPicture(made.picture, { ...WISH, side: 192 });
    expect([larger.asGiven, larger.picture.width, larger.picture.height]).toEqual([true, 256, 192]);
  });

  it('are inverted as they are asked for, whatever they show', async () => {
    const lines: ChannelRaster = { width: 2, height: 1, channels: 1, data: Uint8Array.of(255, 0) };
    const made = await makeControlPicture(lines, { ...WISH, method: 'invert' });
    expect([...made.picture.data]).toEqual([0, 0, 0, 255, 255, 255]);
  });

  it('stop in the middle when they are cancelled', async () => {
    const signal = AbortSignal.abort();
    await expect(makeControlPicture(goldenPicture('c1', [96, 128]), { ...WISH, signal })).rejects.toThrow(/aborted/);
  });
});
