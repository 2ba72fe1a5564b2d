import { PLAIN_STYLE } from '#bot/domain/preset.ts';
import { withFlag } from '#bot/prompt/change-flag.ts';
import { settingsOf } from '#bot/studio/page/app/draft-settings.ts';
import { chosenModel, type Draft, type State } from '#bot/studio/page/app/state.ts';

/** What a grid of pictures may differ in. */
export const AXES = ['none', 'steps', 'guidance', 'seed', 'sampler', 'style', 'model', 'adapter', 'words'] as const;

export type AxisName = (typeof AXES)[number];

/** One side of a grid. */
export interface GridAxis {
  readonly name: AxisName;
  readonly values: readonly string[];
}

/** More pictures than this are a day's work and no comparison. */
export const CELLS_MAX = 100;

/** Values to begin with, for what is on offer here. */
export function usualValues(name: AxisName, state: State): readonly string[] {
  const { cluster, styles, draft } = state;
  switch (name) {
    case 'none':
      return [];
    case 'steps':
      return ['4', '8', '12', '20'];
    case 'guidance':
      return ['1', '2', '4', '7'];
    case 'seed':
      return ['1', '2', '3', '4'];
    case 'sampler':
      return (cluster.offer?.samplers ?? []).map((one) => one.name).slice(0, VALUES_SHOWN);
    case 'style':
      return [PLAIN_STYLE, ...styles.styles.map((one) => one.name)].slice(0, VALUES_SHOWN);
    case 'model':
      return (cluster.offer?.models ?? []).map((one) => one.name).slice(0, VALUES_SHOWN);
    case 'adapter':
      return (chosenModel(state)?.adapters ?? []).slice(0, 1).flatMap((one) => [`${one.name} 0.5`, `${one.name} 1`]);
    case 'words':
      return [draft.prompt.split(/\s+/).find((word) => word.length > 3) ?? ''].filter(Boolean);
  }
}

const VALUES_SHOWN = 5;

/** Values as they are typed: between commas, each once; where numbers are asked for, ranges as A1111 has them. */
export function readValues(name: AxisName, text: string): readonly string[] {
  const typed = text.split(',').map((value) => value.trim());
  const values = NUMBERS.has(name) ? typed.flatMap(rangeOf) : typed;
  return [...new Set(values)].filter((value) => value !== '');
}

const NUMBER = '(-?\\d+(?:\\.\\d+)?)';
const RANGE = new RegExp(`^${NUMBER}\\s*-\\s*${NUMBER}(?:\\s*\\(([+-]?\\d+(?:\\.\\d+)?)\\)|\\s*\\[(\\d+)\\])?$`);

/** `1-5` = each whole number, `4-20 (+4)` = in steps of four, `1-7 [3]` = three, evenly; anything else stays as it is. */
function rangeOf(value: string): readonly string[] {
  const [all, first, last, by, many] = RANGE.exec(value) ?? [];
  if (all === undefined || Number(by) === 0 || Number(many) === 0) return [value];
  const [from, to] = [Number(first), Number(last)];
  const way = Math.sign(to - from) || 1;
  const count = many === undefined ? null : Number(many);
  const step = count === null ? way * Math.abs(Number(by ?? 1)) : (to - from) / Math.max(1, count - 1);
  const length = count ?? Math.floor((to - from) / step + ROUNDING) + 1;
  // More than a grid may have: it says so of what is left.
  return Array.from({ length: Math.min(CELLS_MAX + 1, length) }, (_, at) =>
    String(Number((from + at * step).toFixed(2))),
  );
}

/** Of tenths that no float is. */
const ROUNDING = 1e-9;

/** The draft of one cell. Words are a replacement: the first one stands in the prompt, each other takes its place. */
export function cellDraft(draft: Draft, axes: readonly { readonly axis: GridAxis; readonly value: string }[]): Draft {
  return axes.reduce((before, { axis, value }) => withValue(before, axis, value), { ...draft, count: 1 });
}

function withValue(draft: Draft, { name, values }: GridAxis, value: string): Draft {
  switch (name) {
    case 'none':
      return draft;
    case 'steps':
    case 'guidance':
    case 'seed':
      return { ...draft, prompt: withFlag(draft.prompt, name, null), [name]: Number(value) };
    case 'style':
      return { ...draft, prompt: withFlag(draft.prompt, 'style', null), style: value };
    case 'sampler':
    case 'model':
      return { ...draft, prompt: withFlag(draft.prompt, name, value) };
    case 'adapter': {
      const [adapter, strength = '1'] = value.split(/\s+/);
      return { ...draft, prompt: `${withoutAdapters(draft.prompt, values)} <lora:${adapter}:${strength}>` };
    }
    case 'words':
      return { ...draft, prompt: withWord(draft.prompt, values[0]!, value) };
  }
}

/** LoRAs that the axis compares are taken out of the prompt; all others stay as they are. */
function withoutAdapters(prompt: string, values: readonly string[]): string {
  const compared = values.map((value) => value.split(/\s+/)[0]!.toLowerCase());
  return prompt.replace(/\s*<lora:([^:>]*)[^>]*>/gi, (all, name: string) =>
    compared.includes(name.trim().toLowerCase()) ? '' : all,
  );
}

/** As a word of its own where it is one, so that "red" leaves "bored" alone; else wherever its letters stand. */
function withWord(prompt: string, word: string, other: string): string {
  const letters = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const whole = new RegExp(`(?<![\\p{L}\\p{N}])${letters}(?![\\p{L}\\p{N}])`, 'u');
  return prompt.replace(whole.test(prompt) ? whole : word, () => other);
}

/** Why a grid of these axes would not show what they say; `value` is what cannot be used. Null = it would. */
export function gridProblem({ prompt }: Pick<Draft, 'prompt'>, axes: readonly GridAxis[]): GridProblem | null {
  for (const { name, values } of axes) {
    const [first] = values;
    if (name === 'words' && first !== undefined && !prompt.includes(first))
      return { kind: 'no-word', name, value: first };
    if (!NUMBERS.has(name)) continue;
    const odd = values.find((value) => !Number.isFinite(Number(value)));
    if (odd !== undefined) return { kind: 'no-number', name, value: odd };
  }
  return null;
}

/** See `gridProblem`. */
export interface GridProblem {
  readonly kind: 'no-word' | 'no-number';
  readonly name: AxisName;
  readonly value: string;
}

const NUMBERS: ReadonlySet<AxisName> = new Set(['steps', 'guidance', 'seed']);

/** Steps of all cells together: those that an axis, the prompt or the controls set, or else as many as is usual. */
export function stepsOfGrid(cells: readonly Draft[], usual: number): number {
  return cells.reduce((sum, cell) => sum + (settingsOf(cell).steps ?? usual), 0);
}
