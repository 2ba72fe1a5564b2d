import { readCaptioner } from '#renderer/engine/checkpoint/captioner-files.ts';
import { namingFiles } from '#renderer/engine/checkpoint/naming-files.ts';
import type { DescriberChoice } from '#renderer/engine/contract/describe-task.ts';
import { type Captioner, openCaptioner } from '#renderer/engine/networks/open-captioner.ts';
import { graphOptions } from '#renderer/engine/networks/options.ts';
import { networkKey } from '#renderer/engine/residency/network-key.ts';
import { networkMib } from '#renderer/engine/residency/network-memory.ts';
import type { LoadOptions } from '#renderer/engine/residency/network-needs.ts';
import type { NetworkNeed } from '#renderer/engine/residency/resident-networks.ts';
import { numberedPieces, readWordPieces, type WordPieces } from '#renderer/engine/text/word-pieces.ts';

/** A network that writes captions, with the words of its tokens. */
export interface CaptionWriter {
  readonly kind: 'captions';
  readonly captioner: Captioner;
  readonly pieces: WordPieces;
}

export type Describer = CaptionWriter;

/** A network that says what is in pictures. Throws one sentence that names file and key where it cannot be one. */
export async function describerNeed(choice: DescriberChoice, options: LoadOptions): Promise<NetworkNeed<Describer>> {
  const { config, weights, tokenizer } = await readCaptioner(choice.path);
  const { residency, precision } = graphOptions(options);
  return {
    key: await networkKey(weights, { kind: 'captioner', made: [config, tokenizer], options }),
    kind: 'describer',
    mib: networkMib(weights, { residency, precision }),
    async open() {
      const pieces = tokenizer === null ? numberedPieces : await readWordPieces(tokenizer);
      const captioner = await namingFiles(weights, () => openCaptioner(config, weights, options));
      return { kind: 'captions', captioner, pieces, release: () => captioner.release() };
    },
  };
}
