import { buildUpscaler, type UpscalerConfig, upscaleFactor } from '#renderer/engine/graph/nets/upscaler.ts';
import { graphOptions, type NetworkOptions, type Opened } from '#renderer/engine/networks/options.ts';
import { cutBlocks, padToBlocks, pixelsAsChannels } from '#renderer/engine/networks/pixel-blocks.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure } from '#shared/text/failure.ts';

/** A network that makes pictures larger. */
export interface Upscaler {
  /** Times that the sides get longer: 1 … 8. */
  readonly scale: number;
  /** (1, 3, h, w) in 0…1 -> (1, 3, scale·h, scale·w), not clamped; any size. */
  enlarge(pixels: Tensor): Promise<Tensor>;
}

/** Opens an upscaler. Throws `invalid` that names a weight whose numbers are not finite. */
export async function openUpscaler(
  network: UpscalerConfig,
  weights: WeightMap,
  options: NetworkOptions,
): Promise<Opened<Upscaler>> {
  await requireFinite(weights);
  const shuffle = network.kind === 'rrdb' ? network.shuffle : 1;
  const scale = upscaleFactor(network);
  const graph = buildUpscaler(network, weights, graphOptions(options));
  const session = await openSession(graph, options);
  return {
    scale,
    async enlarge(pixels) {
      const [, , height = 0, width = 0] = pixels.dims;
      // A side that is no whole number of blocks is mirrored at its end, and what came of that cut off.
      const whole = pixelsAsChannels(padToBlocks(pixels, shuffle), shuffle);
      const { picture } = await session.run({ pixels: whole });
      return cutBlocks(picture!, { height: scale * height, width: scale * width });
    },
    release: () => session.release(),
  };
}

/** Damaged weights would make every picture black, after a minute. */
async function requireFinite(weights: WeightMap): Promise<void> {
  for (const [key, entry] of weights) {
    const { data } = await readTensor(entry);
    // 0 times what is not finite is not a number, and a sum with one of those is none either.
    let sum = 0;
    for (let i = 0; i < data.length; i++) sum += 0 * data[i]!;
    if (sum !== 0) throw failure('invalid', 'upscaler.not-finite', { key });
  }
}
