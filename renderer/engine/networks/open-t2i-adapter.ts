import { buildAdapter } from '#renderer/engine/graph/nets/t2i-adapter.ts';
import type { AdapterNet } from '#renderer/engine/graph/nets/t2i-adapter-config.ts';
import type { ControlNetwork } from '#renderer/engine/networks/network.ts';
import { graphOptions, type NetworkOptions, type Opened } from '#renderer/engine/networks/options.ts';
import { padToBlocks, pixelsAsChannels } from '#renderer/engine/networks/pixel-blocks.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** Opens a T2I-Adapter. Throws Failure('invalid') for misfits. */
export async function openAdapter(
  net: AdapterNet,
  weights: WeightMap,
  options: NetworkOptions,
): Promise<Opened<ControlNetwork>> {
  const session = await openSession(buildAdapter(net, weights, graphOptions(options)), options);
  return {
    read(picture) {
      const seen = net.pictureChannels === 1 ? grey(picture) : picture;
      return session.run({ blocks: pixelsAsChannels(padToBlocks(seen, net.block), net.block) });
    },
    residuals: null,
    release: () => session.release(),
  };
}

/** How light each pixel is, as Pillow's L (ITU-R BT.601). */
function grey({ dims, data }: Tensor): Tensor {
  const [, , height = 0, width = 0] = dims;
  const plane = height * width;
  const light = (i: number) => 0.299 * data[i]! + 0.587 * data[plane + i]! + 0.114 * data[2 * plane + i]!;
  return tensor(
    [1, 1, height, width],
    Float32Array.from({ length: plane }, (_, i) => light(i)),
  );
}
