import { namingFiles } from '#renderer/engine/checkpoint/naming-files.ts';
import { readBlended, readUpscaler, type UpscalerFile } from '#renderer/engine/checkpoint/upscaler-file.ts';
import type { UpscalerChoice } from '#renderer/engine/contract/upscale-task.ts';
import { blendWeights } from '#renderer/engine/derive/blend-weights.ts';
import { openUpscaler, type Upscaler } from '#renderer/engine/networks/open-upscaler.ts';
import { graphOptions } from '#renderer/engine/networks/options.ts';
import { networkKey } from '#renderer/engine/residency/network-key.ts';
import { networkMib } from '#renderer/engine/residency/network-memory.ts';
import type { LoadOptions } from '#renderer/engine/residency/network-needs.ts';
import type { NetworkNeed } from '#renderer/engine/residency/resident-networks.ts';

/** An upscaler, with what is blended into it. Throws one sentence that names file and key where it cannot be one. */
export async function upscalerNeed(choice: UpscalerChoice, options: LoadOptions): Promise<NetworkNeed<Upscaler>> {
  const { network, weights } = await readChosen(choice, options);
  const { precision } = graphOptions(options);
  return {
    key: await networkKey(weights, { kind: 'upscaler', made: network, options }),
    kind: 'upscaler',
    // Its blocked layout copies the weights, whatever others do with theirs.
    mib: networkMib(weights, { residency: 'prepacked', precision }),
    open: () => namingFiles(weights, () => openUpscaler(network, weights, options)),
  };
}

async function readChosen(
  { file, blend }: UpscalerChoice,
  { cacheFolder }: LoadOptions,
): Promise<Pick<UpscalerFile, 'network' | 'weights'>> {
  if (!blend) return readUpscaler(file);
  const { own, other } = await readBlended(file, blend.file);
  const weights = await blendWeights(own.weights, { other: other.weights, share: blend.share, cacheFolder });
  return { network: own.network, weights };
}
