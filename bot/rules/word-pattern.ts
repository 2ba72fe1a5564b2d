/** Of a pattern: matching it against a text takes time in the product of both lengths at most. */
export const PATTERN_CHARACTERS_MAX = 100;
/** Words in a row of one pattern. */
export const PATTERN_WORDS_MAX = 8;

/** Characters of a text that are looked at; prompts and templates are shorter. */
const TEXT_MAX = 40_000;

/** Scripts that put no space between words: their patterns are found anywhere. */
const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

/** Digits and signs that are written for letters. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  ...{ '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '@': 'a', $: 's', '!': 'i', '|': 'i' },
};

/** A pattern as it is matched. */
export type WordPattern =
  | { readonly kind: 'words'; readonly globs: readonly string[] }
  | { readonly kind: 'anywhere'; readonly part: string };

/** A text in all the ways in which it can be meant. */
export interface ReadWords {
  /** Words in a row, once for each way. */
  readonly readings: readonly (readonly string[])[];
  readonly whole: string;
}

/**
 * A pattern as somebody types it: words in a row, in which `*` is any letters and `?` is one. Null for what would match
 * nothing or everything. There is no regular expression in it, so that none can take for ever.
 */
export function readPattern(typed: string): WordPattern | null {
  const text = plain(typed);
  if (text.length > PATTERN_CHARACTERS_MAX) return null;
  if (WITHOUT_SPACES.test(text)) {
    const part = text.replace(/[\s*?]+/g, '');
    return part === '' ? null : { kind: 'anywhere', part };
  }
  const globs = text.split(/[^\p{L}\p{N}*?]+/u).filter((word) => word !== '');
  const saysSomething = globs.length > 0 && globs.every((glob) => /[\p{L}\p{N}]/u.test(glob));
  if (!saysSomething || globs.length > PATTERN_WORDS_MAX) return null;
  return { kind: 'words', globs: globs.map((glob) => glob.replace(/\*+/g, '*')) };
}

/** Reads a text as it stands, with lookalikes for letters, and without all that can be put between letters. */
export function readWords(text: string): ReadWords {
  const whole = plain(text.slice(0, TEXT_MAX));
  const asLetters = whole.replace(/[0134578@$!|]/g, (sign) => LOOKALIKES[sign] ?? sign);
  const joined = whole.replace(/[^\p{L}\s]+/gu, '');
  const spelled = joined.replace(/(?<=(?:^|\s)\p{L})\s+(?=\p{L}(?:\s|$))/gu, '');
  const readings = [...new Set([whole, asLetters, joined, spelled])].map(wordsIn);
  return { readings, whole: whole.replace(/\s+/g, '') };
}

/** Whether the pattern stands in the text, as whole words where its script has them. */
export function matchesPattern(pattern: WordPattern, { readings, whole }: ReadWords): boolean {
  if (pattern.kind === 'anywhere') return whole.includes(pattern.part);
  const { globs } = pattern;
  return readings.some((words) =>
    words.some((_, start) => globs.every((glob, index) => matchesGlob(glob, words[start + index]))),
  );
}

/** Without marks on letters, invisible characters and the difference of case and width. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .normalize('NFC')
    .toLowerCase();
}

function wordsIn(text: string): readonly string[] {
  return text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

/** Goes back to the last `*` alone, so that it takes the product of both lengths at most. */
function matchesGlob(glob: string, word: string | undefined): boolean {
  if (word === undefined) return false;
  if (!/[*?]/.test(glob)) return glob === word;
  let [at, inGlob, star, starAt] = [0, 0, -1, 0];
  while (at < word.length) {
    if (glob[inGlob] === '*') [star, starAt, inGlob] = [inGlob, at, inGlob + 1];
    else if (glob[inGlob] === '?' || glob[inGlob] === word[at]) [at, inGlob] = [at + 1, inGlob + 1];
    else if (star < 0) return false;
    else [starAt, at, inGlob] = [starAt + 1, starAt + 1, star + 1];
  }
  while (glob[inGlob] === '*') inGlob += 1;
  return inGlob === glob.length;
}
