import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import type { RenderSpec } from '#shared/contract/messages.ts';

/** What of a spec decides how long it takes. */
export type Effort = Pick<RenderSpec, 'model' | 'steps' | 'guidance' | 'width' | 'height' | 'count'>;

/** Speeds are kept for this many pairs of renderer and model, the most recent. */
const KEPT_MAX = 1_000;

/** How much the newest step weighs in the running mean. */
const NEWEST_SHARE = 0.3;

/** What reading the prompt and making the pixels is reckoned to cost, in steps. */
const STEPS_AROUND = 1;

/** Measured speeds: what renderers said in this process, or say themselves. */
export interface Speeds {
  /** A step of this render took `stepMs` there. */
  observe(rendererId: string, spec: Effort, stepMs: number): void;
  /** Expected milliseconds for `steps` steps of this spec there; null when that pair was never measured. */
  predict(renderer: RendererSnapshot, spec: Effort, steps?: number): number | null;
}

/** The size of a job without any measurement: evaluations of the network on 512 x 512 pixels. What fairness counts in. */
export function workOf(spec: Effort): number {
  return (spec.steps + STEPS_AROUND) * stepWork(spec);
}

/** No speeds yet. */
export function createSpeeds(): Speeds {
  const msPerWork = new Map<string, number>();
  return {
    observe(rendererId, spec, stepMs) {
      if (!(stepMs > 0)) return;
      const key = keyOf(rendererId, spec.model);
      const measured = stepMs / stepWork(spec);
      const before = msPerWork.get(key) ?? measured;
      msPerWork.delete(key);
      msPerWork.set(key, before + NEWEST_SHARE * (measured - before));
      if (msPerWork.size > KEPT_MAX) msPerWork.delete(msPerWork.keys().next().value!);
    },
    predict(renderer, spec, steps = spec.steps + STEPS_AROUND) {
      const speed = msPerWork.get(keyOf(renderer.id, spec.model)) ?? saidSpeed(renderer, spec.model);
      return speed === null ? null : speed * stepWork(spec) * steps;
    },
  };
}

/**
 * When each queued job will be done, in queue order: every job goes to the renderer that is free first of those that
 * can draw it. Null where no speed is known. Pure.
 */
export function predictQueue<Queued>(
  queued: readonly Queued[],
  options: {
    readonly renderers: readonly { readonly id: string; readonly freeInMs: number }[];
    /** Null = it cannot be drawn there, or nobody knows how long it takes. */
    readonly durationMs: (job: Queued, rendererId: string) => number | null;
  },
): readonly (number | null)[] {
  const freeInMs = new Map(options.renderers.map(({ id, freeInMs }) => [id, freeInMs]));
  return queued.map((job) => {
    const ends = [...freeInMs].flatMap(([id, free]) => {
      const duration = options.durationMs(job, id);
      return duration === null ? [] : [{ id, at: free + duration }];
    });
    if (ends.length === 0) return null;
    const first = ends.reduce((best, end) => (end.at < best.at ? end : best));
    freeInMs.set(first.id, first.at);
    return first.at;
  });
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
