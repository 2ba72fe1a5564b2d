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
    const end = stringEnd(text, start) + 1;
    parts.push(change(text.slice(done, start)), text.slice(start, end));
    done = end;
  }
  return [...parts, change(text.slice(done))].join('');
}

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from('"\\[]{}');

/** Whether lists and objects stand in each other deeper than this; looks at brackets alone, whatever else the text is. */
export function jsonNestsDeeper(text: string, limit: number): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text.charCodeAt(i);
    if (character === QUOTE) i = stringEnd(text, i);
    else if (character === OPEN_LIST || character === OPEN_OBJECT) {
      if (++depth > limit) return true;
    } else if (character === CLOSE_LIST || character === CLOSE_OBJECT) depth--;
  }
  return false;
}

/** Where the string that opens at `start` closes; behind the text when it does not. */
function stringEnd(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text.charCodeAt(i) !== QUOTE) i += text.charCodeAt(i) === BACKSLASH ? 2 : 1;
  return i;
}
