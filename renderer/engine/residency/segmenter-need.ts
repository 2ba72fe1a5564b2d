import { namingFiles } from '#renderer/engine/checkpoint/naming-files.ts';
import { readSegmenter } from '#renderer/engine/checkpoint/segmenter-file.ts';
import type { SegmenterChoice } from '#renderer/engine/contract/segment-task.ts';
import { openSegmenter, type Segmenter } from '#renderer/engine/networks/open-segmenter.ts';
import { graphOptions } from '#renderer/engine/networks/options.ts';
import { networkKey } from '#renderer/engine/residency/network-key.ts';
import { networkMib } from '#renderer/engine/residency/network-memory.ts';
import type { LoadOptions } from '#renderer/engine/residency/network-needs.ts';
import type { NetworkNeed } from '#renderer/engine/residency/resident-networks.ts';

/** A network that finds things. Throws one sentence that names file and key where it cannot be one. */
export async function segmenterNeed(choice: SegmenterChoice, options: LoadOptions): Promise<NetworkNeed<Segmenter>> {
  const { config, weights } = await readSegmenter(choice.file, { heads: choice.heads });
  const { residency, precision } = graphOptions(options);
  return {
    key: await networkKey(weights, { kind: 'segmenter', made: config, options }),
    kind: 'segmenter',
    mib: networkMib(weights, { residency, precision }),
    open: () => namingFiles(weights, () => openSegmenter(config, weights, options)),
  };
}
