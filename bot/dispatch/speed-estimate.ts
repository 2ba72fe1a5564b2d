import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import type { DrawTask } from '#shared/contract/tasks.ts';

/** What of a spec decides how long it takes. */
export type Effort = Pick<DrawTask, 'model' | 'steps' | 'guidance' | 'width' | 'height' | 'count'>;

/** Speeds are kept for this many pairs of renderer and model, the most recent: twenty models on a thousand renderers. */
const KEPT_MAX = 20_000;

/** How much the newest step weighs in the running mean. */
const NEWEST_SHARE = 0.3;

/** What reading the prompt and making the pixels is reckoned to cost, in steps. */
const STEPS_AROUND = 1;

/** Measured speeds: what renderers said in this process, or say themselves. */
export interface Speeds {
  /** A step of this render took `stepMs` there. */
  observe(rendererId: string, spec: Effort, stepMs: number): void;
  /** Expected milliseconds for each unit of work (see `workOf`) there; null when that pair was never measured. */
  msPerWork(renderer: RendererSnapshot, model: string): number | null;
  /** Expected milliseconds for `steps` steps of this spec there; null when that pair was never measured. */
  predict(renderer: RendererSnapshot, spec: Effort, steps?: number): number | null;
}

/** The size of a job without any measurement: evaluations of the network on 512 x 512 pixels. What fairness counts in. */
export function workOf(spec: Effort): number {
  return (spec.steps + STEPS_AROUND) * stepWork(spec);
}

/** No speeds yet. */
export function createSpeeds(): Speeds {
  const measured = new Map<string, number>();
  const msPerWork = (renderer: RendererSnapshot, model: string) =>
    measured.get(keyOf(renderer.id, model)) ?? saidSpeed(renderer, model);
  return {
    msPerWork,
    observe(rendererId, spec, stepMs) {
      if (!(stepMs > 0)) return;
      const key = keyOf(rendererId, spec.model);
      const newest = stepMs / stepWork(spec);
      const before = measured.get(key) ?? newest;
      measured.delete(key);
      measured.set(key, before + NEWEST_SHARE * (newest - before));
      if (measured.size > KEPT_MAX) measured.delete(measured.keys().next().value!);
    },
    predict(renderer, spec, steps = spec.steps + STEPS_AROUND) {
      const speed = msPerWork(renderer, spec.model);
      return speed === null ? null : speed * stepWork(spec) * steps;
    },
  };
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
