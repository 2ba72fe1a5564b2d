import sharp from 'sharp';
import { describe, expect, it, vi } from 'vitest';
import type { Raster } from '#renderer/engine/image/raster.ts';
import { createPreviews } from '#renderer/engine/pipeline/previews.ts';
import type { PreviewDecoder } from '#renderer/engine/residency/loaded-model.ts';
import { tensor } from '#renderer/engine/tensor.ts';

interface Shown {
  readonly step: number;
  readonly picture: Raster;
}

function open(options: { kind?: PreviewDecoder['kind']; everySteps?: number; decodeMs?: number } = {}) {
  const { kind = 'full', everySteps = 1, decodeMs = 0 } = options;
  const shown: Shown[] = [];
  const clock = { ms: 0 };
  const decoder: PreviewDecoder = {
    kind,
    async decode(latents) {
      clock.ms += decodeMs;
      const [count, , height, width] = latents.dims as [number, number, number, number];
      return tensor([count, 3, 8 * height, 8 * width]);
    },
  };
  const wish = { everySteps, maxSide: 0 };
  const emit = (step: number, picture: Raster) => shown.push({ step, picture });
  const previews = createPreviews({ decoder, wish, width: 16, emit, now: () => clock.ms });
  const show = (step: number, moment: { isLast?: boolean; stepMs?: number; count?: number } = {}) =>
    // A long step: there is time to wait for the preview.
    previews.show(tensor([moment.count ?? 1, 4, 3, 2]), {
      step,
      isLast: moment.isLast ?? false,
      stepMs: moment.stepMs ?? 100_000,
      alone: true,
    });
  return { shown, show, previews };
}

describe('previews', () => {
  it('show the estimate of every step asked for, as webp', async () => {
    const { shown, show } = open({ everySteps: 2 });
    for (const step of [1, 2, 3, 4]) await show(step);
    expect(shown.map(({ step }) => step)).toEqual([2, 4]);
    const { width, height, data } = shown[0]!.picture;
    expect(await sharp(data).metadata()).toMatchObject({ format: 'webp', width, height });
    expect([width, height]).toEqual([16, 24]);
  });

  it('show several pictures as a grid', async () => {
    const { shown, show } = open();
    await show(1, { count: 3 });
    expect([shown[0]!.picture.width, shown[0]!.picture.height]).toEqual([32, 48]);
  });

  it('leave out the last step when the picture itself comes next', async () => {
    const full = open();
    await full.show(4, { isLast: true });
    expect(full.shown).toEqual([]);
    const tiny = open({ kind: 'tiny' });
    await tiny.show(4, { isLast: true });
    expect(tiny.shown).toHaveLength(1);
  });

  it('take no more than their share of the time', async () => {
    const { shown, show } = open({ decodeMs: 80 });
    // After step k, k x 100 ms have gone into steps. The first preview is for free, a second of 80 ms is within what
    // nobody notices, and a third fits into a fifth of the steps from step 8 on.
    for (let step = 1; step <= 10; step++) {
      await show(step, { stepMs: 100 });
      await vi.waitFor(() => expect(shown.map((one) => one.step)).toEqual([1, 2, 8].filter((due) => due <= step)));
    }
  });

  it('leave out what comes while one is being made', async () => {
    const { shown, show } = open();
    await Promise.all([show(1), show(2), show(3)]);
    expect(shown.map(({ step }) => step)).toEqual([1]);
  });

  it('end when they are told to', async () => {
    const { shown, show, previews } = open();
    const making = show(1);
    previews.stop();
    await making;
    expect(shown).toEqual([]);
  });
});
