/** What a picture's `parameters` are made of, as A1111 writes them (its modules/infotext_utils.py). */
export interface Infotext {
  readonly prompt: string;
  readonly negative: string;
  /** By their names there, in order. */
  readonly settings: ReadonlyMap<string, string>;
}

/** More is no settings of one picture. */
const CHARACTERS_MAX = 40_000;

/** Reads such a text; null when it is none. Takes time in proportion to its length and never throws. */
export function readInfotext(text: string): Infotext | null {
  const lines = linesOf(text);
  const at = lines.findLastIndex((line) => /^\s*Steps: \d+,/.test(line));
  return at < 0 ? null : infotextOf(lines, at);
}

/** As much settings in the last line make A1111 take it for them. */
const SETTINGS_MIN = 3;

/** What a text says by A1111's names, sizes as its two numbers. Every text is one: what says no settings is a prompt. */
export function infotextFields(text: string): Readonly<Record<string, string>> {
  const lines = linesOf(text);
  const isLast = readSettings(lines.at(-1) ?? '').size >= SETTINGS_MIN;
  const { prompt, negative, settings } =
    readInfotext(text) ?? infotextOf(lines, isLast ? lines.length - 1 : lines.length);
  const fields = [...settings].flatMap(([name, value]): [string, string][] => {
    const [, width, height] = /^(\d+)x(\d+)$/.exec(value) ?? [];
    return width && height
      ? [
          [`${name}-1`, width],
          [`${name}-2`, height],
        ]
      : [[name, value]];
  });
  return { ...Object.fromEntries(fields), Prompt: prompt, 'Negative prompt': negative };
}

function linesOf(text: string): readonly string[] {
  return text.slice(0, CHARACTERS_MAX).replaceAll('\r\n', '\n').trim().split('\n');
}

/** `at`: the line that settings begin in. */
function infotextOf(lines: readonly string[], at: number): Infotext {
  const words = lines.slice(0, at);
  const negativeAt = words.findIndex((line) => line.startsWith('Negative prompt:'));
  const positive = negativeAt < 0 ? words : words.slice(0, negativeAt);
  const negative = negativeAt < 0 ? [] : words.slice(negativeAt);
  return {
    prompt: positive.join('\n').trim(),
    negative: negative
      .join('\n')
      .replace(/^Negative prompt:/, '')
      .trim(),
    settings: readSettings(lines.slice(at).join(' ')),
  };
}

/** `Name: value, Name: "a value, with commas"`, and Civitai's hashes, which are JSON with commas of their own. */
export function readSettings(line: string): ReadonlyMap<string, string> {
  const pairs = line.matchAll(/\s*(\w[\w \-/]{0,60}?):\s*("(?:\\.|[^\\"])*"|\{"[^}]{0,4000}\}|[^,]*)(?:,|$)/g);
  return new Map(Array.from(pairs, ([, name, value]) => [name!.trim(), unquoted(value!.trim())]));
}

function unquoted(value: string): string {
  if (!/^".*"$/s.test(value)) return value.replace(/^"|"$/g, '');
  try {
    return String(JSON.parse(value));
  } catch {
    return value.slice(1, -1); // by a program that quotes otherwise
  }
}
