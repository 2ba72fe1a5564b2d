import type { BuiltGraph } from '#renderer/engine/graph/built-graph.ts';
import { buildTaesdDecoder } from '#renderer/engine/graph/taesd.ts';
import { buildVaeDecoder } from '#renderer/engine/graph/vae.ts';
import { parseVaeConfig } from '#renderer/engine/graph/vae-config.ts';
import { graphOptions, type NetworkOptions, type Opened } from '#renderer/engine/networks/options.ts';
import type { LatentDecoder } from '#renderer/engine/pipeline/networks.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** Opens the decoder of an AutoencoderKL folder; latents are divided by its scaling factor inside. */
export function openDecoder(
  config: unknown,
  weights: WeightMap,
  options: NetworkOptions,
): Promise<Opened<LatentDecoder>> {
  const graph = buildVaeDecoder(parseVaeConfig(config), weights, { ...graphOptions(options), latents: 'scaled' });
  return open(graph, options);
}

/** Opens a TAESD decoder (AutoencoderTiny): quick pictures for previews. */
export function openTinyDecoder(weights: WeightMap, options: NetworkOptions): Promise<Opened<LatentDecoder>> {
  return open(buildTaesdDecoder(weights, graphOptions(options)), options);
}

async function open(graph: BuiltGraph, options: NetworkOptions): Promise<Opened<LatentDecoder>> {
  const session = await openSession(graph, options);
  return {
    decode: async (latents) => (await session.run({ latents })).picture!,
    release: () => session.release(),
  };
}
