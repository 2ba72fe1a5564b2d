import type { Sentences, Writer } from '#shared/text/message.ts';

/** What reading a prompt finds odd. The studio's page says these while somebody types. */
export const PROMPT = {
  'prompt.last-backslash': 'A backslash at the end escapes nothing, so it was left out',
  'prompt.closes-nothing': 'This bracket closes nothing, so it was taken as text',
  'prompt.breaks-max': ({ max }: { max: number }) =>
    `A prompt can have ${max} BREAKs; this and later ones count as spaces`,
  'prompt.too-deep': ({ max }: { max: number }) => `Brackets deeper than ${max} have no further effect`,
  'prompt.never-closed': 'This bracket is never closed, so it reaches to the end',
  'prompt.weight-no-number': ({ typed, weight }: { typed: string; weight: number }, { number }: Writer) =>
    `“${typed}” is not a number, so the weight is ${number(weight)}`,
  'prompt.weight-range': (
    { typed, weight, min, max }: { typed: string; weight: number; min: number; max: number },
    { number }: Writer,
  ) => `Weights go from ${min} to ${max}, so “${typed}” was read as ${number(weight)}`,
  'prompt.weight-comma': ({ typed, weight }: { typed: string; weight: number }) =>
    `“${typed}” was read as ${weight}; weights have a point, not a comma`,
  'prompt.weight-product': ({ max }: { max: number }) =>
    `The brackets multiply to more than ${max}, so the weight is ${max}`,
  'prompt.and-blank': 'AND joins two descriptions; one side is empty, so it was left out',
  'prompt.and-max': ({ max }: { max: number }) =>
    `AND can join ${max} descriptions; this and later ones count as words`,
  'prompt.and-weight': ({ typed, weight, max }: { typed: string; weight: number; max: number }, { number }: Writer) =>
    `Weights of AND go from -${max} to ${max}, so “${typed}” was read as ${number(weight)}`,
  'prompt.changes-too-deep': ({ max }: { max: number }) => `Square brackets deeper than ${max} do not change anything`,
  'prompt.adapter-misplaced': 'Adapters are named in the prompt or in a style’s list, so this one was left out',
  'prompt.too-long': ({ max }: { max: number }) => `Only the first ${max} characters are read; the rest was left out`,
  'prompt.hypernetwork': 'Hypernetworks cannot be used here, so it was left out',
  'prompt.adapter-no-name': 'This adapter has no name, so it was left out',
  'prompt.adapter-left-out': ({ typed }: { typed: string }) =>
    `“${typed}” is not understood, so it is left out: an adapter has one weight, or one for the text (te) and one for unet`,
  'prompt.adapter-no-weight': 'The weight is not a number, so it is 1',
  'prompt.flag-needs-value': ({ flag, example }: { flag: string; example: string }) =>
    `“--${flag}” needs a value, like ${example}`,
  'prompt.flags-foreign': ({ flags }: { flags: readonly string[] }) =>
    `Left out, as there is nothing like it here: ${flags.join(' ')}`,
  'prompt.double-colon': ({ typed }: { typed: string }) =>
    `“${typed}” weighs nothing here and is drawn as letters; write (words:1.5), or join with AND`,
  'prompt.list-unknown': ({ name, meant }: { name: string; meant: string }) =>
    meant === ''
      ? `There is no list “${name}” here; /wildcards list has those that there are, and \\__ keeps the letters`
      : `There is no list “${name}” here; did you mean __${meant}__?`,
  'prompt.lists-deep': ({ name, max }: { name: string; max: number }) =>
    `Lists name each other more than ${max} deep, so “${name}” was left out`,
  'prompt.choices-max': ({ max }: { max: number }) =>
    `A prompt can leave ${max} choices open; later ones were left out`,
  'prompt.grown-max': ({ max }: { max: number }) =>
    `Its choices make the prompt longer than ${max} characters; the rest was left out`,
  'prompt.link': ({ typed }: { typed: string }) =>
    `“${typed}” is drawn as letters; attach it as “image” or “image-prompt”; of links only those of files on Discord are pictures`,
  'prompt.flag-unknown': ({ flag }: { flag: string }) => `“--${flag}” is not a setting, so it was left out`,
  'prompt.flag-misspelt': ({ flag, meant }: { flag: string; meant: string }) =>
    `“--${flag}” is not a setting, so it was left out; did you mean “--${meant}”?`,
  'prompt.flag-twice': ({ flag }: { flag: string }) => `“--${flag}” is given more than once; the last one counts`,
  'prompt.flag-no-number': ({ typed, example }: { typed: string; example: string }) =>
    `“${typed}” is not a number (like ${example}), so it was left out`,
  'prompt.flag-no-ratio': ({ typed, example }: { typed: string; example: string }) =>
    `“${typed}” is not a ratio of width to height (like ${example}), so it was left out`,
  'prompt.unknown-words': ({ model, words, more, known }: UnknownWords, { list }: Writer) => {
    const all = [...words.map((word) => `“${word}”`), ...(more > 0 ? [`${more} more`] : [])];
    return `The model ${model} does not know ${list(all)}; it knows ${known.join(', ')} …`;
  },
} as const satisfies Sentences;

/** More: unknown words that are not listed. Known: some that the model knows. */
type UnknownWords = { model: string; words: readonly string[]; more: number; known: readonly string[] };
