/** What a list says: a line, and how often it is taken beside the others. */
export interface ListedWords {
  readonly text: string;
  readonly weight: number;
}

/** Lists by name in lower case; names may have folders: `colors/warm`. */
export type WordLists = ReadonlyMap<string, readonly ListedWords[]>;

/** The lists of nobody. */
export const NO_LISTS: WordLists = new Map();

const WEIGHT = /^(\d{1,6}(?:\.\d{1,6})?|\.\d{1,6})::/;

/**
 * The lines of a list's file as Dynamic Prompts reads them: blank ones and those that begin with # are none, and `3::red`
 * is taken three times as often as others.
 */
export function readWordList(text: string): readonly ListedWords[] {
  return text.split(/\r\n|\r|\n/).flatMap((typed): readonly ListedWords[] => {
    const line = typed.trim();
    if (line === '' || line.startsWith('#')) return [];
    const weight = WEIGHT.exec(line);
    if (weight === null) return [{ text: line, weight: 1 }];
    return [{ text: line.slice(weight[0].length).trim(), weight: Number(weight[1]) }];
  });
}

/**
 * The lines of the list of that name in any letter case, where a star stands for any letters of a folder's or list's name
 * (`colors/*`); null where there is none.
 */
export function linesNamed(lists: WordLists, name: string): readonly ListedWords[] | null {
  const lower = name.toLowerCase();
  const own = lists.get(lower);
  if (own || !lower.includes('*')) return own ?? null;
  const found = [...lists].filter(([known]) => matches(known, lower.split(/\*+/)));
  return found.length === 0 ? null : found.flatMap(([, lines]) => lines);
}

/** No expression is made of what somebody types: stars in a row would make it slow. */
function matches(name: string, [start = '', ...rest]: readonly string[]): boolean {
  if (!name.startsWith(start)) return false;
  let at = start.length;
  const end = rest.pop() ?? '';
  for (const piece of rest) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return name.length - end.length >= at && name.endsWith(end);
}
