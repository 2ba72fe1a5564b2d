import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import type { DrawTask } from '#shared/contract/tasks.ts';

/** What of a spec decides how long it takes. */
export type Effort = Pick<DrawTask, 'model' | 'steps' | 'guidance' | 'width' | 'height' | 'count'>;

/** Speeds are kept for this many pairs of renderer and model, the most recent: twenty models on a thousand renderers. */
const KEPT_MAX = 20_000;

/** Speed is what so many rounds of steps took, the slowest and the fastest third left aside. */
const ROUNDS = 15;

/** What loading a model takes is what so many of its last loads took, likewise. */
const LOADS = 9;

/** A step that ends so soon after another there, as a share of what it took, was taken in the same round. */
const SAME_ROUND = 0.1;

/** What reading the prompt and making the pixels is reckoned to cost, in steps. */
export const STEPS_AROUND = 1;

/**
 * Measured speeds: what renderers said in this process, or say themselves. They are of the renderer and not of one
 * render: of two that are drawn at once each step takes twice as long, and as much is done in all.
 */
export interface Speeds {
  /**
   * A step of this render took `stepMs` there and was over at `at`, in the clock's milliseconds; how much of the
   * renderer's own time that was.
   */
  observe(rendererId: string, spec: Effort, step: { readonly stepMs: number; readonly at: number }): number;
  /** Loading this model there took so many milliseconds. */
  observeLoad(rendererId: string, model: string, loadMs: number): void;
  /** What loading it there took last; null when that was never measured. Milliseconds. */
  loadMs(rendererId: string, model: string): number | null;
  /** What loading it takes wherever it was loaded of late; null when that was never measured. Milliseconds. */
  modelLoadMs(model: string): number | null;
  /** Expected milliseconds for each unit of work (see `workOf`) there; null when that pair was never measured. */
  msPerWork(renderer: RendererSnapshot, model: string): number | null;
  /** Expected milliseconds for `steps` steps of this spec alone there; null when that pair was never measured. */
  predict(renderer: RendererSnapshot, spec: Effort, steps?: number): number | null;
}

/** The size of a job without any measurement: evaluations of the network on 512 x 512 pixels. */
export function workOf(spec: Effort): number {
  return (spec.steps + STEPS_AROUND) * stepWork(spec);
}

/** A step forwards and backwards, in steps forwards. */
export const TRAINING_STEP = 3;

/** What training a model is measured by: its steps take longer than those of drawing. */
export function trainingOf(model: string): string {
  return `${TRAINING}${model}`;
}

const TRAINING = 'training ';

/** Null for a model that is drawn with. */
function trainedModel(name: string): string | null {
  return name.startsWith(TRAINING) ? name.slice(TRAINING.length) : null;
}

/** No speeds yet. */
export function createSpeeds(): Speeds {
  const measured = new Map<string, Measured>();
  const lastSteps = new Map<string, number>();
  const loads = new Map<string, number>();
  const modelLoads = new Map<string, { readonly last: readonly number[]; readonly ms: number }>();
  const msPerWork = (renderer: RendererSnapshot, model: string): number | null => {
    const own = measured.get(keyOf(renderer.id, model))?.msPerWork;
    if (own !== undefined) return own;
    const trained = trainedModel(model);
    if (trained === null) return saidSpeed(renderer, model);
    const drawing = msPerWork(renderer, trained);
    return drawing === null ? null : TRAINING_STEP * drawing;
  };
  return {
    msPerWork,
    observeLoad(rendererId, model, loadMs) {
      if (!(loadMs > 0)) return;
      keep(loads, keyOf(rendererId, model), loadMs);
      const last = [...(modelLoads.get(model)?.last ?? []), loadMs].slice(-LOADS);
      keep(modelLoads, model, { last, ms: middleMean(last) });
    },
    modelLoadMs: (model) => modelLoads.get(model)?.ms ?? null,
    loadMs: (rendererId, model) => loads.get(keyOf(rendererId, model)) ?? null,
    observe(rendererId, spec, { stepMs, at }) {
      if (!(stepMs > 0)) return 0;
      const key = keyOf(rendererId, spec.model);
      const sinceMs = Math.max(0, at - (lastSteps.get(rendererId) ?? Number.NEGATIVE_INFINITY));
      keep(lastSteps, rendererId, at);
      keep(measured, key, withStep(measured.get(key), { stepMs, sinceMs, work: stepWork(spec) }));
      return Math.min(stepMs, sinceMs);
    },
    predict(renderer, spec, steps = spec.steps + STEPS_AROUND) {
      const speed = msPerWork(renderer, spec.model);
      return speed === null ? null : speed * stepWork(spec) * steps;
    },
  };
}

/** Rounds of steps, the newest last, and what they come to. */
interface Measured {
  readonly rounds: readonly { readonly ms: number; readonly work: number }[];
  readonly msPerWork: number;
}

/** The renderer's time went into this step only since the last one there was over. */
function withStep(
  before: Measured | undefined,
  { stepMs, sinceMs, work }: { readonly stepMs: number; readonly sinceMs: number; readonly work: number },
): Measured {
  const rounds = before?.rounds ?? [];
  const last = rounds.at(-1);
  const isSameRound = sinceMs < SAME_ROUND * stepMs;
  const ms = isSameRound && !last ? stepMs : Math.min(stepMs, sinceMs);
  const now =
    isSameRound && last
      ? [...rounds.slice(0, -1), { ms: last.ms + ms, work: last.work + work }]
      : [...rounds, { ms, work }].slice(-ROUNDS);
  return { rounds: now, msPerWork: middleMean(now.map((round) => round.ms / round.work)) };
}

/** The mean of the middle third: a first or a stuck step moves it little, and no single one makes it jump. */
function middleMean(values: readonly number[]): number {
  const aside = Math.floor(values.length / 3);
  const middle = values.toSorted((a, b) => a - b).slice(aside, values.length - aside);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/** Remembers the newest under this key, and forgets whom nothing was heard of for longest. */
function keep<T>(values: Map<string, T>, key: string, value: T) {
  values.delete(key);
  values.set(key, value);
  if (values.size > KEPT_MAX) values.delete(values.keys().next().value!);
}

function stepWork({ guidance, width, height, count }: Effort): number {
  return count * (guidance > 1 ? 2 : 1) * ((width * height) / (512 * 512));
}

/** The renderer's own mean is for one picture of the model's default size; whether with guidance it does not say. */
function saidSpeed({ state, description }: RendererSnapshot, model: string): number | null {
  const said = state?.resident.find((resident) => resident.model === model)?.stepMs ?? 0;
  const sizes = description?.models.find(({ name }) => name === model);
  if (said <= 0 || !sizes) return null;
  return said / ((sizes.defaultWidth * sizes.defaultHeight) / (512 * 512));
}

function keyOf(rendererId: string, model: string): string {
  return `${rendererId} ${model}`;
}
