import { requireImagePrompt } from '#renderer/engine/checkpoint/fit-image-adapter.ts';
import { namingFiles } from '#renderer/engine/checkpoint/naming-files.ts';
import type { ImageAdapterChoice } from '#renderer/engine/contract/image-prompt.ts';
import { inRowOrder } from '#renderer/engine/derive/row-major.ts';
import { type ImageAdapter, openImageAdapter } from '#renderer/engine/networks/open-image-adapter.ts';
import { type ImageEncoder, openImageEncoder } from '#renderer/engine/networks/open-image-encoder.ts';
import { graphOptions } from '#renderer/engine/networks/options.ts';
import { networkKey } from '#renderer/engine/residency/network-key.ts';
import { networkMib } from '#renderer/engine/residency/network-memory.ts';
import type { LoadOptions } from '#renderer/engine/residency/network-needs.ts';
import type { NetworkNeed } from '#renderer/engine/residency/resident-networks.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** The networks of an IP-Adapter for a model, and the paths of the model's attentions by their numbers in its file. */
export interface ImagePromptNeeds {
  readonly encoder: NetworkNeed<ImageEncoder>;
  readonly adapter: NetworkNeed<ImageAdapter>;
  readonly paths: ReadonlyMap<number, string>;
}

/** The model that pictures are drawn with. */
interface Drawing {
  readonly model: string;
  /** By diffusers' keys. */
  readonly unet: WeightMap;
  /** Among the render's IP-Adapters; one that several renders have is the same network at any place. */
  readonly place: number;
}

/**
 * Reads the headers of an IP-Adapter's and its image encoder's files. Throws one sentence that names file, key and what
 * to do where one is something else, is made for another family, or does not fit the other.
 */
export async function imagePromptNeeds(
  choice: ImageAdapterChoice,
  { place, ...drawing }: Drawing,
  options: LoadOptions,
): Promise<ImagePromptNeeds> {
  const { read, files, paths } = await requireImagePrompt(choice, drawing);
  const weights = await inRowOrder(read.weights, options);
  const seen = await inRowOrder(files.weights, options);
  const { residency, precision } = graphOptions(options);
  const need = async <Network>(
    kind: string,
    made: { readonly config: unknown; readonly of: WeightMap },
    open: NetworkNeed<Network>['open'],
  ): Promise<NetworkNeed<Network>> => ({
    key: await networkKey(made.of, { kind, made: made.config, options }),
    kind: `${kind}-${place + 1}`,
    mib: networkMib(made.of, { residency, precision }),
    open: () => namingFiles(made.of, open),
  });
  return {
    encoder: await need('image-encoder', { config: files.parsed, of: seen }, () =>
      openImageEncoder(files.parsed, seen, options),
    ),
    adapter: await need('image-adapter', { config: read.config, of: weights }, () =>
      openImageAdapter(read.config, weights, options),
    ),
    paths,
  };
}
