import { describe, expect, it } from 'vitest';
import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import type { Upscaler } from '#renderer/engine/networks/open-upscaler.ts';
import { type UpscaleOptions, type UpscaleProgress, upscale } from '#renderer/engine/pipeline/upscale.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import {
  type GoldenEnhance,
  goldenPicture,
  goldenUpscalers,
  rrdbShapes,
  withUpscaler,
} from '#test/renderer/engine/golden-upscalers.ts';

const WHOLE: UpscaleOptions = {
  scale: null,
  tile: null,
  tilePad: 10,
  prePad: 0,
  signal: new AbortController().signal,
};

async function follow(
  picture: ChannelRaster,
  network: Upscaler,
  options: Partial<UpscaleOptions> = {},
): Promise<{ readonly enlarged: ChannelRaster; readonly said: readonly UpscaleProgress[] }> {
  const said: UpscaleProgress[] = [];
  for await (const progress of upscale(picture, network, { ...WHOLE, ...options })) said.push(progress);
  const last = said.at(-1);
  return last?.kind === 'enlarged' ? { enlarged: last.picture, said } : expect.fail('no picture came');
}

/** A network that doubles pixels, and remembers what it saw. */
function doubling(): Upscaler & { readonly seen: (readonly number[])[] } {
  const seen: (readonly number[])[] = [];
  return {
    scale: 2,
    seen,
    async enlarge({ dims, data }): Promise<Tensor> {
      seen.push(dims);
      const [, channels = 0, height = 0, width = 0] = dims;
      const result = tensor([1, channels, 2 * height, 2 * width]);
      for (let i = 0; i < result.data.length; i++) {
        const [x, line] = [i % (2 * width), Math.floor(i / (2 * width))];
        const [y, plane] = [line % (2 * height), Math.floor(line / (2 * height))];
        result.data[i] = data[(plane * height + (y >> 1)) * width + (x >> 1)]!;
      }
      return result;
    },
  };
}

/** The golden picture with the channels that its case has: the first alone, or another picture's first as opacity. */
function pictureOf({ mode, picture, hw }: GoldenEnhance): ChannelRaster {
  const colours = goldenPicture(picture, hw);
  if (mode === 'RGB') return colours;
  const pixels = Array.from({ length: hw[0] * hw[1] }, (_, i) => i);
  if (mode === 'L') return { ...colours, channels: 1, data: Uint8Array.from(pixels, (i) => colours.data[3 * i]!) };
  const opacity = goldenPicture('alpha', hw);
  const data = pixels.flatMap((i) => [...colours.data.subarray(3 * i, 3 * i + 3), opacity.data[3 * i]!]);
  return { ...colours, channels: 4, data: Uint8Array.from(data) };
}

describe('upscale', () => {
  it.each(goldenUpscalers.enhance.map((run) => [run.name, run] as const))(
    'does what the Real-ESRGAN program does: %s',
    async (_, run) => {
      const shapes = rrdbShapes(16, 2, { inputs: run.net === 'x2_shuffle' ? 12 : 3 });
      const { tile_pad: tilePad, pre_pad: prePad, outscale: scale = null } = run;
      const options = { scale, tile: run.tile || null, tilePad, prePad };
      const { enlarged } = await withUpscaler(shapes, (network) => follow(pictureOf(run), network, options));
      const { shape, idx, val, sum } = run.result;
      expect([enlarged.height, enlarged.width, enlarged.channels]).toEqual([shape[0], shape[1], shape[2] ?? 1]);
      // The bound is one level; where rounding could go either way few do.
      expect(Math.max(...idx!.map((at, i) => Math.abs(enlarged.data[at]! - val![i]!)))).toBeLessThanOrEqual(1);
      const total = enlarged.data.reduce((all, level) => all + level, 0);
      expect(Math.abs(total - sum!)).toBeLessThan(enlarged.data.length / 1000);
    },
  );

  it('tells each tile, and never shows the network more than a tile with its surroundings', async () => {
    const network = doubling();
    const { said } = await follow(goldenPicture('e', [40, 50]), network, { tile: 16, tilePad: 4, prePad: 10 });
    // The edge that is mirrored beyond the picture needs no tiles of its own: 4 × 3, not 4 × 4.
    expect(said[0]).toEqual({ kind: 'planned', tiles: 12 });
    expect(said.filter(({ kind }) => kind === 'tile')).toHaveLength(12);
    expect(Math.max(...network.seen.flatMap(([, , h = 0, w = 0]) => [h, w]))).toBe(24);
  });

  it('leaves a picture as it is but larger where the network does nothing', async () => {
    const picture = goldenPicture('e', [23, 31]);
    const { enlarged } = await follow(picture, doubling(), { tile: 8, tilePad: 3, prePad: 10 });
    const at = (x: number, y: number) => 3 * ((y >> 1) * 31 + (x >> 1));
    const places = Array.from({ length: 62 * 46 }, (_, i) => at(i % 62, Math.floor(i / 62)));
    expect(enlarged.data).toEqual(
      Uint8Array.from(places.flatMap((from) => [...picture.data.subarray(from, from + 3)])),
    );
  });

  it('stops between two tiles', async () => {
    const abort = new AbortController();
    const network = doubling();
    const run = async () => {
      const options = { ...WHOLE, tile: 8, signal: abort.signal };
      for await (const { kind } of upscale(goldenPicture('e', [40, 50]), network, options)) {
        if (kind === 'tile') abort.abort();
      }
    };
    await expect(run()).rejects.toThrow(/aborted/);
    expect(network.seen).toHaveLength(1);
  });

  it('takes opacity that hides nothing for none: no second pass, three channels', async () => {
    const { width, height, data } = goldenPicture('e', [8, 8]);
    const opaque = Uint8Array.from({ length: 4 * 64 }, (_, i) => (i % 4 === 3 ? 255 : data[3 * (i >> 2) + (i % 4)]!));
    const network = doubling();
    const { enlarged } = await follow({ width, height, channels: 4, data: opaque }, network);
    expect(network.seen).toHaveLength(1);
    expect(enlarged.channels).toBe(3);
  });

  it.each([
    [1, 1],
    [1, 9],
    [3, 2],
  ])('enlarges a picture smaller than its mirrored edge: %i × %i', async (height, width) => {
    const { enlarged } = await follow(goldenPicture('e', [height, width]), doubling(), { prePad: 10, scale: 3 });
    expect([enlarged.height, enlarged.width]).toEqual([3 * height, 3 * width]);
  });

  it('refuses to show what is no number', async () => {
    const broken: Upscaler = {
      scale: 1,
      enlarge: async ({ dims, data }) => ({ dims, data: data.map(() => Number.NaN) }),
    };
    await expect(follow(goldenPicture('e', [4, 4]), broken)).rejects.toThrow(/no number/);
  });
});
