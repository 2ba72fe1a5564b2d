import { namingFiles } from '#renderer/engine/checkpoint/naming-files.ts';
import { readPreprocessor } from '#renderer/engine/checkpoint/preprocessor-file.ts';
import type { PreprocessorChoice } from '#renderer/engine/contract/preprocess-task.ts';
import { openPreprocessor, type Preprocessor } from '#renderer/engine/networks/open-preprocessor.ts';
import { graphOptions } from '#renderer/engine/networks/options.ts';
import { networkKey } from '#renderer/engine/residency/network-key.ts';
import { networkMib } from '#renderer/engine/residency/network-memory.ts';
import type { LoadOptions } from '#renderer/engine/residency/network-needs.ts';
import type { NetworkNeed } from '#renderer/engine/residency/resident-networks.ts';

/** A network that finds what a control picture shows. Throws one sentence that names file and key where it cannot be one. */
export async function preprocessorNeed(
  { file }: PreprocessorChoice,
  options: LoadOptions,
): Promise<NetworkNeed<Preprocessor>> {
  const { network, weights } = await readPreprocessor(file);
  const { precision } = graphOptions(options);
  return {
    key: await networkKey(weights, { kind: 'preprocessor', made: network, options }),
    kind: 'preprocessor',
    // Its blocked layout copies the weights, whatever others do with theirs.
    mib: networkMib(weights, { residency: 'prepacked', precision }),
    open: () => namingFiles(weights, () => openPreprocessor(network, weights, options)),
  };
}
