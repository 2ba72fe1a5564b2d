import { buildClipTextEncoder, normedOutput } from '#renderer/engine/graph/clip.ts';
import { parseClipConfig } from '#renderer/engine/graph/clip-config.ts';
import { graphOptions, type NetworkOptions, type Opened } from '#renderer/engine/networks/options.ts';
import type { TextEncoder } from '#renderer/engine/pipeline/networks.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { Failure } from '#shared/failure.ts';

/** Opens the CLIP text encoder of a diffusers folder. Throws Failure('invalid') for weights that do not fit. */
export async function openTextEncoder(
  config: unknown,
  weights: WeightMap,
  options: NetworkOptions,
): Promise<Opened<TextEncoder>> {
  const { layers } = parseClipConfig(config);
  const graph = buildClipTextEncoder(parseClipConfig(config), weights, graphOptions(options));
  const session = await openSession(graph, options);
  return {
    async encode(ids, clipSkip) {
      if (clipSkip >= layers) {
        throw new Failure(
          'invalid',
          `Cannot skip layers of the text encoder: at most ${layers - 1}, given ${clipSkip}`,
        );
      }
      const output = normedOutput(clipSkip);
      const input = { dims: [ids.length, ids[0]!.length], ints: Int32Array.from(ids.flat()) };
      const states = await session.run({ input_ids: input }, [output]);
      return states[output]!;
    },
    release: () => session.release(),
  };
}
