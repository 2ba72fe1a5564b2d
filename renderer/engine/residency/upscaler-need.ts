import { basename } from 'node:path';
import { namingFiles } from '#renderer/engine/checkpoint/naming-files.ts';
import { readUpscaler, type UpscalerFile } from '#renderer/engine/checkpoint/upscaler-file.ts';
import type { UpscalerChoice } from '#renderer/engine/contract/upscale-task.ts';
import { blendWeights } from '#renderer/engine/derive/blend-weights.ts';
import { openUpscaler, type Upscaler } from '#renderer/engine/networks/open-upscaler.ts';
import { graphOptions } from '#renderer/engine/networks/options.ts';
import { networkKey } from '#renderer/engine/residency/network-key.ts';
import { networkMib } from '#renderer/engine/residency/network-memory.ts';
import type { LoadOptions } from '#renderer/engine/residency/network-needs.ts';
import type { NetworkNeed } from '#renderer/engine/residency/resident-networks.ts';
import { failure } from '#shared/text/failure.ts';

/** An upscaler, with what is blended into it. Throws one sentence that names file and key where it cannot be one. */
export async function upscalerNeed(choice: UpscalerChoice, options: LoadOptions): Promise<NetworkNeed<Upscaler>> {
  const { network, weights: own } = await readUpscaler(choice.file);
  const weights = choice.blend ? await blended(choice.file, { own, network }, choice.blend, options) : own;
  const { precision } = graphOptions(options);
  return {
    key: await networkKey(weights, { kind: 'upscaler', made: network, options }),
    kind: 'upscaler',
    // Its blocked layout copies the weights, whatever others do with theirs.
    mib: networkMib(weights, { residency: 'prepacked', precision }),
    open: () => namingFiles(weights, () => openUpscaler(network, weights, options)),
  };
}

async function blended(
  file: string,
  { own, network }: { own: UpscalerFile['weights']; network: UpscalerFile['network'] },
  blend: NonNullable<UpscalerChoice['blend']>,
  { cacheFolder }: LoadOptions,
): Promise<UpscalerFile['weights']> {
  const other = await readUpscaler(blend.file);
  if (JSON.stringify(other.network) !== JSON.stringify(network)) {
    const names = { file: basename(file), other: basename(blend.file) };
    throw failure('invalid', 'upscaler.blend-alike', names);
  }
  return blendWeights(own, { other: other.weights, share: blend.share, cacheFolder });
}
