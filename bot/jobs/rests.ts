import type { RendererSnapshot } from '#bot/ports.ts';
import type { Clock } from '#shared/clock.ts';

/** How long a renderer that failed is left alone: the first time, and at most; twice as long each time. Milliseconds. */
const REST_FIRST_MS = 500;
const REST_LONGEST_MS = 10_000;

/** Renderers that failed a moment ago, so that a broken one does not eat attempts. */
export interface Rests {
  isResting(renderer: RendererSnapshot): boolean;
  failed(renderer: RendererSnapshot): void;
  succeeded(rendererId: string): void;
}

/** Everybody is fit. `rested` is called when a rest is over. */
export function createRests(options: {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly rested: () => void;
}): Rests {
  const { clock, signal, rested } = options;
  const rests = new Map<string, { readonly ms: number; readonly engine: number; isOver: boolean }>();
  return {
    isResting(renderer) {
      const rest = rests.get(renderer.id);
      // A new engine has not failed yet.
      return rest !== undefined && !rest.isOver && engineOf(renderer) === rest.engine;
    },
    failed(renderer) {
      if (this.isResting(renderer)) return;
      const before = rests.get(renderer.id);
      const ms = before ? Math.min(before.ms * 2, REST_LONGEST_MS) : REST_FIRST_MS;
      const rest = { ms, engine: engineOf(renderer), isOver: false };
      rests.set(renderer.id, rest);
      // Said by the sleeper, not by the time of day: a timer may ring a moment early.
      const wake = () => {
        rest.isOver = true;
        rested();
      };
      clock.sleep(ms, signal).then(wake, () => {});
    },
    succeeded(rendererId) {
      rests.delete(rendererId);
    },
  };
}

function engineOf({ state }: RendererSnapshot): number {
  return state?.engineStarts ?? 0;
}
