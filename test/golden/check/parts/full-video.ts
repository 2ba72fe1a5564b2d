import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildVaeEncoder } from '#renderer/engine/graph/nets/vae.ts';
import { buildVideoUNet } from '#renderer/engine/graph/nets/video-unet.ts';
import { parseVideoUNetConfig } from '#renderer/engine/graph/nets/video-unet-config.ts';
import { buildVideoDecoder, parseVideoVaeConfig } from '#renderer/engine/graph/nets/video-vae.ts';
import { UNREAD } from '#test/golden/check/networks.ts';
import type { GoldenPart } from '#test/golden/check/part.ts';
import { onePart } from '#test/golden/check/parts/control-parts.ts';
import { compareCounts } from '#test/golden/check/parts/controlnet.ts';

interface Counts {
  readonly n_params: number;
  readonly n_keys: number;
}

/** What the published file of the autoencoder says beyond diffusers' defaults. */
const PUBLISHED_VAE = { block_out_channels: [128, 256, 512, 512], layers_per_block: 2 };

/** Stable Video Diffusion's networks of the published sizes, built without weights; control.json. */
export const FULL_VIDEO_PARTS: readonly GoldenPart[] = [
  onePart<Counts & { readonly config: object }>('video.unet_full', async ({ config, ...recorded }) => {
    const net = parseVideoUNetConfig(config);
    const read = wantedWeights((weights) => buildVideoUNet(net, weights, UNREAD));
    return [compareCounts(new Map([...read, ...unread(read)]), recorded)];
  }),
  onePart<Counts>('video.vae_full', async (recorded) => {
    const net = parseVideoVaeConfig(PUBLISHED_VAE);
    const shapes = new Map([
      ...wantedWeights((weights) => buildVaeEncoder(net, weights, UNREAD)),
      ...wantedWeights((weights) => buildVideoDecoder(net, weights, UNREAD)),
    ]);
    return [compareCounts(shapes, recorded)];
  }),
];

/** One token is all that is looked at besides the film itself, so that nobody has to ask how alike it is. */
function unread(read: ReadonlyMap<string, readonly number[]>): (readonly [string, readonly number[]])[] {
  return [...read].flatMap(([key, [channels = 0, context = 0]]) => {
    const block = /^(.*)\.attn2\.to_v\.weight$/.exec(key)?.[1];
    if (block === undefined) return [];
    return [
      [`${block}.attn2.to_q.weight`, [channels, channels]],
      [`${block}.attn2.to_k.weight`, [channels, context]],
      [`${block}.norm2.weight`, [channels]],
      [`${block}.norm2.bias`, [channels]],
    ] as const;
  });
}
