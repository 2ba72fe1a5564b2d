import { isFlagBoundary } from '#bot/prompt/characters.ts';
import { readFlags } from '#bot/prompt/flags.ts';
import { withoutFlag } from '#bot/prompt/read-prompt.ts';
import { removeRanges } from '#bot/prompt/remove-ranges.ts';

/** What somebody likes to have in every prompt, and what flags of their own stand for. */
export interface PromptPreferences {
  readonly suffix: string;
  readonly options: Readonly<Record<string, string>>;
}

/**
 * A prompt with its writer's own flags spelt out and their suffix in place: its words after the prompt's, its flags at the
 * end. A setting that the prompt says itself wins over the suffix, and what is there already is not said twice. Pure.
 */
export function withPreferences(prompt: string, { suffix, options }: PromptPreferences): string {
  return withSuffix(spellOut(prompt, options), spellOut(suffix, options));
}

/** A text with its writer's own flags spelt out. One pass: what a flag stands for is not looked through again, so that nothing can go in circles. */
export function spellOut(text: string, options: PromptPreferences['options']): string {
  if (Object.keys(options).length === 0) return text;
  return text.replace(OWN_FLAG, (all: string, name: string, at: number) => {
    const key = name.toLowerCase();
    return isFlagBoundary(text[at - 1]) && Object.hasOwn(options, key) ? options[key]! : all;
  });
}

const OWN_FLAG = /--([\p{L}][\p{L}\p{N}_-]{0,39})/gu;

function withSuffix(prompt: string, suffix: string): string {
  if (suffix.trim() === '') return prompt;
  const said = readFlags(prompt);
  const isSaid = (key: string) => key !== 'no' || said.flags.no?.includes(readFlags(suffix).flags.no ?? '') === true;
  const keys = (Object.keys(said.flags) as (keyof typeof said.flags)[]).filter(isSaid);
  const own = keys.reduce(withoutFlag, suffix);
  const { places } = readFlags(own);
  const words = removeRanges(own, places).text.trim();
  const flags = places.map(({ from, to }) => own.slice(from, to).trim()).join(' ');
  const first = said.places[0]?.from ?? prompt.length;
  const before = prompt.slice(0, first).trimEnd();
  const isThere = words === '' || before.toLowerCase().endsWith(words.toLowerCase());
  const between = before === '' || /^[,;.]/.test(words) ? '' : ', ';
  const joined = isThere ? before : `${before}${between}${words}`;
  return [joined, prompt.slice(first).trim(), flags].filter((part) => part !== '').join(' ');
}
