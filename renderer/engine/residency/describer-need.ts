import { readCaptioner } from '#renderer/engine/checkpoint/captioner-files.ts';
import { namingFiles } from '#renderer/engine/checkpoint/naming-files.ts';
import { readTagger } from '#renderer/engine/checkpoint/tagger-files.ts';
import { isWdTagger, readWdTagger, type WdTag } from '#renderer/engine/checkpoint/wd-tagger-files.ts';
import type { DescriberChoice } from '#renderer/engine/contract/describe-task.ts';
import { type Captioner, openCaptioner } from '#renderer/engine/networks/open-captioner.ts';
import { openDeepBooru, openWdTagger, type Tagger } from '#renderer/engine/networks/open-tagger.ts';
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

/** A network that gives tags, with their list. */
export type TagGiver = {
  readonly kind: 'tags';
  readonly tagger: Tagger;
  /** Of the square picture that it reads. */
  readonly side: number;
} & (
  | { readonly family: 'deepbooru'; readonly tags: readonly string[] }
  | { readonly family: 'wd'; readonly tags: readonly WdTag[] }
);

export type Describer = CaptionWriter | TagGiver;

/** As DeepDanbooru was trained. */
const TAGGER_SIDE = 512;

/** A network that says what is in pictures. Throws one sentence that names file and key where it cannot be one. */
export function describerNeed(choice: DescriberChoice, options: LoadOptions): Promise<NetworkNeed<Describer>> {
  return choice.kind === 'tags' ? taggerNeed(choice, options) : captionerNeed(choice, options);
}

async function wdNeed(choice: DescriberChoice, options: LoadOptions): Promise<NetworkNeed<Describer>> {
  const { config, weights, tags } = await readWdTagger(choice.path);
  const { residency, precision } = graphOptions(options);
  return {
    key: await networkKey(weights, { kind: 'wd-tagger', made: config, options }),
    kind: 'describer',
    mib: networkMib(weights, { residency, precision }),
    async open() {
      const tagger = await namingFiles(weights, () => openWdTagger(config, weights, options));
      return { kind: 'tags', family: 'wd', tagger, tags, side: config.side, release: () => tagger.release() };
    },
  };
}

async function taggerNeed(choice: DescriberChoice, options: LoadOptions): Promise<NetworkNeed<Describer>> {
  if (await isWdTagger(choice.path)) return wdNeed(choice, options);
  const { config, weights, tags } = await readTagger(choice.path);
  const { precision } = graphOptions(options);
  const side = TAGGER_SIDE;
  return {
    key: await networkKey(weights, { kind: 'tagger', made: side, options }),
    kind: 'describer',
    // Its blocked layout copies the weights, whatever others do with theirs.
    mib: networkMib(weights, { residency: 'prepacked', precision }),
    async open() {
      const size = { height: side, width: side };
      const tagger = await namingFiles(weights, () => openDeepBooru(config, weights, { ...options, ...size }));
      return { kind: 'tags', family: 'deepbooru', tagger, tags, side, release: () => tagger.release() };
    },
  };
}

async function captionerNeed(choice: DescriberChoice, options: LoadOptions): Promise<NetworkNeed<Describer>> {
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
