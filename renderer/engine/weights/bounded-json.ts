import { readTextFile } from '#renderer/engine/weights/regular-file.ts';

/** Lists and objects in each other. The deepest file of a model that we know of has six. */
const DEPTH_MAX = 32;

/** The largest JSON file of a model beside its tokenizer lists where its weights are, in some hundred kB. */
const FILE_BYTES_MAX = 2 ** 20;

/**
 * What JSON.parse makes of a text, but one that nests deeper than `depth` is a SyntaxError before anything is built of
 * it: 48 million brackets would take more memory than a process may have.
 */
export function parseBoundedJson(text: string, depth = DEPTH_MAX): unknown {
  if (jsonNestsDeeper(text, depth)) throw new SyntaxError(`It nests deeper than ${depth}`);
  return JSON.parse(text);
}

/**
 * A JSON file of at most 1 MiB, also with the numbers that Python writes and JSON does not know. Throws as the file
 * system and JSON.parse do, also for what is no file.
 */
export async function readJsonFile(path: string): Promise<unknown> {
  return parsePythonJson(await readTextFile(path, FILE_BYTES_MAX));
}

/** Python writes infinite numbers and NaN as words; diffusers does so for lambda_min_clipped. */
function parsePythonJson(text: string): unknown {
  try {
    return parseBoundedJson(text);
  } catch (cause) {
    const spelt = changedOutsideStrings(text, (part) => part.replace(WORDS, (word) => PYTHON_NUMBERS[word]!));
    if (spelt === text) throw cause;
    return parseBoundedJson(spelt);
  }
}

const WORDS = /-?\bInfinity\b|\bNaN\b/g;
const PYTHON_NUMBERS: Readonly<Record<string, string>> = { Infinity: '1e999', '-Infinity': '-1e999', NaN: 'null' };

function changedOutsideStrings(text: string, change: (part: string) => string): string {
  const parts: string[] = [];
  let done = 0;
  for (let start = text.indexOf('"'); start >= 0; start = text.indexOf('"', done)) {
    const end = jsonStringEnd(text, start) + 1;
    parts.push(change(text.slice(done, start)), text.slice(start, end));
    done = end;
  }
  return [...parts, change(text.slice(done))].join('');
}

const BACKSLASH = '\\'.charCodeAt(0);

/** Whether lists and objects stand in each other deeper than this; looks at brackets alone, whatever else the text is. */
export function jsonNestsDeeper(text: string, limit: number): boolean {
  let depth = 0;
  for (const at of jsonMarks(text, '[]{}')) {
    if (text[at] === '[' || text[at] === '{') {
      if (++depth > limit) return true;
    } else if (text[at] !== '"') depth--;
  }
  return false;
}

/**
 * Where each of these marks stands in a JSON text outside its strings, and each quote that opens one, in order. Left to
 * the search of regular expressions: a loop over all characters of the header of a large file of weights takes 40 ms,
 * which is as long as it takes V8 to compile it.
 */
export function* jsonMarks(text: string, wanted: string): Generator<number, void, undefined> {
  const mark = new RegExp(`["${wanted.replaceAll(/[[\]]/g, '\\$&')}]`, 'g');
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    yield found.index;
    if (found[0] === '"') mark.lastIndex = jsonStringEnd(text, found.index) + 1;
  }
}

/** Where the string that opens at `start` closes; behind the text when it does not. */
export function jsonStringEnd(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    if (!isEscaped(text, quote)) return quote;
  }
  return text.length;
}

function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text.charCodeAt(before - 1) === BACKSLASH) before--;
  return (at - before) % 2 === 1;
}
