import type { Task, TaskOf } from '#bot/domain/task.ts';
import type { AdapterUse } from '#shared/contract/messages.ts';
import type { TaskKind } from '#shared/contract/tasks.ts';

/** What a renderer must have for a task. Null = nothing of that sort, or nothing that renderers list. */
export interface Needs {
  readonly kind: TaskKind;
  /** Of Description.models. */
  readonly model: string | null;
  readonly adapters: readonly AdapterUse[];
  readonly sampler: string | null;
  /** The methods that control pictures are made by, of Description.preprocessors; none when left out. */
  readonly methods?: readonly string[];
  /** The model that takes over; left out = none does. */
  readonly refiner?: string;
  /** Names of Model.imageAdapters; none when left out. */
  readonly imageAdapters?: readonly string[];
  /** Names of Model.controlNetworks; none when left out. */
  readonly controls?: readonly string[];
  /** What enlarges, of Description.upscalers; left out = nothing does, or any that there is. */
  readonly upscaler?: string;
  /** That network denoises as much as is asked for; left out = nobody asks. */
  readonly denoises?: true;
  /** Of Description.draws; none when left out. */
  readonly draws?: readonly string[];
  /** A segmenter that reads words; left out = points are enough. */
  readonly words?: true;
}

const NOTHING_LISTED = { model: null, adapters: [], sampler: null };

const NEEDS: { readonly [Kind in TaskKind]: (task: TaskOf<Kind>) => Omit<Needs, 'kind'> } = {
  draw: ({ model, adapters, sampler, refiner, imagePrompts = [], control, hires, ...task }) => ({
    ...{ model, adapters, sampler },
    ...(refiner && { refiner: refiner.model }),
    ...(imagePrompts.length > 0 && { imageAdapters: imagePrompts.map(({ adapter }) => adapter) }),
    ...(control && { controls: control.units.map(({ network }) => network), ...methodsOf(control) }),
    ...(hires?.upscaler && { upscaler: hires.upscaler }),
    ...newerOf(task),
  }),
  upscale: ({ model, denoise }) => ({
    ...NOTHING_LISTED,
    ...(model !== '' && { upscaler: model }),
    ...(denoise && { denoises: true as const }),
  }),
  restore: () => NOTHING_LISTED,
  describe: () => NOTHING_LISTED,
  segment: ({ text }) => ({ ...NOTHING_LISTED, ...(text !== '' && { words: true as const }) }),
  animate: () => NOTHING_LISTED,
  train: ({ model, trainText: train_text, precision, randomCrop: random_crop }) => ({
    ...NOTHING_LISTED,
    model,
    ...obeying({ train_text, precision, random_crop }),
  }),
  preprocess: ({ method }) => ({ ...NOTHING_LISTED, methods: [method] }),
};

/** What older renderers would not know of. Who does not know of flagged pictures withholds them, which is no harm. */
type NewerFields = Pick<TaskOf<'draw'>, 'variation' | 'tile' | 'stop' | 'ownAdapters'>;

function newerOf({ variation, tile, stop, ownAdapters = [] }: NewerFields): Pick<Needs, 'draws'> {
  const own_adapters = ownAdapters.length > 0;
  return obeying({ variation, tile, stop, own_adapters });
}

/** Those of these fields that are asked for. */
function obeying(wishes: Readonly<Record<string, unknown>>): Pick<Needs, 'draws'> {
  const draws = Object.entries(wishes).flatMap(([name, wish]) => (wish ? [name] : []));
  return draws.length > 0 ? { draws } : {};
}

/** What control pictures are made by, each once. */
function methodsOf({ units }: NonNullable<TaskOf<'draw'>['control']>): Pick<Needs, 'methods'> {
  const methods = [...new Set(units.flatMap(({ preprocess }) => preprocess || []))];
  return methods.length === 0 ? {} : { methods };
}

const known = new WeakMap<Task, Needs>();
const keys = new WeakMap<Needs, string>();
let interned = new Map<string, Needs>();

/** Different needs that are remembered; beyond it all are forgotten and learnt again. */
const INTERNED_MAX = 20_000;

/** What a task needs. Tasks that need the same mostly get the same object, so that what is known of it can be kept by it. */
export function needsOf(task: Task): Needs {
  return known.get(task) ?? readNeeds(task);
}

function readNeeds(task: Task): Needs {
  const read = { kind: task.kind, ...needsBy(task.kind, task) };
  const key = needsKey(read);
  const needs = interned.get(key) ?? read;
  if (interned.size >= INTERNED_MAX) interned = new Map();
  interned.set(key, needs);
  known.set(task, needs);
  return needs;
}

function needsBy<Kind extends TaskKind>(kind: Kind, task: Task): Omit<Needs, 'kind'> {
  return NEEDS[kind](task as TaskOf<Kind>);
}

/** The same for jobs that the same renderers can draw, with the same load. Computed once for each object. */
export function needsKey(needs: Needs): string {
  const before = keys.get(needs);
  if (before !== undefined) return before;
  const { kind, model, adapters, sampler, methods, refiner, imageAdapters, controls, upscaler, ...rest } = needs;
  const beside = [methods, refiner, imageAdapters, controls, upscaler, rest.denoises, rest.draws, rest.words];
  const key = JSON.stringify([kind, model, sampler, adaptersKey(adapters), ...beside]);
  keys.set(needs, key);
  return key;
}

/** The same for the same adapters with the same weights, in any order. */
export function adaptersKey(adapters: readonly AdapterUse[]): string {
  if (adapters.length === 0) return '';
  // Weights cross the wire in 32 bits.
  const each = adapters.map(
    ({ name, weight, textWeight }) => `${name}:${Math.fround(weight)}:${Math.fround(textWeight?.value ?? weight)}`,
  );
  return JSON.stringify(each.sort());
}
