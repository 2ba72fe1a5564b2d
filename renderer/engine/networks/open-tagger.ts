import { buildDeepBooru, type DeepBooruConfig, type TaggerSize } from '#renderer/engine/graph/nets/deepbooru.ts';
import { buildTagNet, type TagNetConfig } from '#renderer/engine/graph/nets/tag-net.ts';
import { openFiniteSession } from '#renderer/engine/networks/finite-session.ts';
import { graphOptions, type NetworkOptions, type Opened } from '#renderer/engine/networks/options.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** A network that knows a list of tags and says of each how likely it is. */
export interface Tagger {
  /** Pixels (1, 3, h, w), as its own program prepares them -> a number in 0…1 for each tag, in the order of its list. */
  judge(pixels: Tensor): Promise<Float32Array>;
}

/** Opens DeepDanbooru by the keys of its port to torch. Throws Failure('invalid') for weights that do not fit. */
export async function openDeepBooru(
  config: DeepBooruConfig,
  weights: WeightMap,
  { height, width, ...options }: NetworkOptions & TaggerSize,
): Promise<Opened<Tagger>> {
  const session = await openFiniteSession(
    buildDeepBooru(config, weights, { ...graphOptions(options), height, width }),
    options,
  );
  return {
    async judge(pixels) {
      const { dims, data } = (await session.run({ pixels })).tags!;
      const [, tags = 0, rows = 1, columns = 1] = dims;
      const places = rows * columns;
      return Float32Array.from({ length: tags }, (_, tag) => {
        const here = data.subarray(tag * places, (tag + 1) * places);
        const mean = here.reduce((sum, logit) => sum + logit, 0) / places;
        return 1 / (1 + Math.exp(-mean));
      });
    },
    release: () => session.release(),
  };
}

/** Opens a WD tagger by timm's keys. Throws likewise. */
export async function openWdTagger(
  config: TagNetConfig,
  weights: WeightMap,
  options: NetworkOptions,
): Promise<Opened<Tagger>> {
  const session = await openFiniteSession(buildTagNet(config, weights, graphOptions(options)), options);
  return {
    async judge(pixels) {
      const { data } = (await session.run({ pixels })).logits!;
      return Float32Array.from(data, (logit) => 1 / (1 + Math.exp(-logit)));
    },
    release: () => session.release(),
  };
}
