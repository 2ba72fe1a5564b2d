import { buildUNet } from '#renderer/engine/graph/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/unet-config.ts';
import { graphOptions, type NetworkOptions, type Opened } from '#renderer/engine/networks/options.ts';
import type { UNet } from '#renderer/engine/pipeline/networks.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** Opens the UNet of a diffusers folder: its parsed config.json and its weights. Throws Failure('invalid') for misfits. */
export async function openUNet(config: unknown, weights: WeightMap, options: NetworkOptions): Promise<Opened<UNet>> {
  const graph = buildUNet(parseUNetConfig(config), weights, graphOptions(options));
  const session = await openSession(graph, options);
  return {
    async predict(sample, timesteps, context) {
      const timestep = { dims: [timesteps.length], data: Float32Array.from(timesteps) };
      const { noise } = await session.run({ sample, timestep, encoder_hidden_states: context });
      return noise!;
    },
    release: () => session.release(),
  };
}
