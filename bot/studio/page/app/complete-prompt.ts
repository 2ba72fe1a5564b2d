import { FLAG_WORDS } from '#bot/prompt/flag-words.ts';

/** What a prompt can be completed with. */
export interface CompletionSources {
  readonly styles: readonly string[];
  readonly models: readonly string[];
  readonly samplers: readonly string[];
  readonly adapters: readonly string[];
  /** Words that the model knows; none = it does not say. */
  readonly words: readonly string[];
}

/** What the text at the caret may become: each option replaces the stretch. */
export interface PromptCompletion {
  readonly from: number;
  readonly to: number;
  readonly options: readonly string[];
}

const SHOWN_MAX = 6;

/** A word of the prompt is completed from this many letters on. */
const LETTERS_MIN = 2;

/** Names of adapters after `<lora:`, settings after `--`, their values, and words that the model knows; null = nothing. */
export function completePrompt(text: string, caret: number, sources: CompletionSources): PromptCompletion | null {
  const before = text.slice(0, caret);
  if (/^[\p{L}\p{N}_-]/u.test(text.slice(caret))) return null;
  for (const { pattern, options } of KINDS) {
    const match = pattern.exec(before);
    if (!match) continue;
    const typed = match.groups!.typed!;
    const found = matching(options(sources, match.groups!), typed);
    return found.length === 0 ? null : { from: caret - typed.length, to: caret, options: found };
  }
  return null;
}

interface Kind {
  readonly pattern: RegExp;
  options(sources: CompletionSources, groups: Readonly<Record<string, string>>): readonly string[];
}

const KINDS: readonly Kind[] = [
  { pattern: /<lora:(?<typed>[^:<>]*)$/i, options: ({ adapters }) => adapters.map((name) => `${name}:1>`) },
  {
    pattern: /--(?<flag>style|model|sampler)[ =](?<typed>\S*)$/i,
    options: ({ styles, models, samplers }, { flag }) =>
      ({ style: ['plain', ...styles], model: models, sampler: samplers })[flag!.toLowerCase()] ?? [],
  },
  { pattern: /(?<typed>(?:^|(?<=\s))--[\p{L}]*)$/u, options: () => FLAG_WORDS.map(({ names }) => `--${names[0]} `) },
  { pattern: new RegExp(`(?<![\\p{L}-])(?<typed>\\p{L}{${LETTERS_MIN},})$`, 'u'), options: ({ words }) => words },
];

function matching(options: readonly string[], typed: string): readonly string[] {
  const start = typed.toLowerCase();
  // Whoever has written a whole word wants no list over what stands above it.
  if (options.some((option) => option.toLowerCase() === start)) return [];
  return options
    .filter((option) => option.toLowerCase().startsWith(start) && option.trim().toLowerCase() !== start)
    .slice(0, SHOWN_MAX);
}
