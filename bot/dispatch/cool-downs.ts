import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import { type Backoff, createBackoff } from '#shared/async/backoff.ts';
import type { Clock } from '#shared/clock.ts';

/** How long a renderer that failed is left alone: the first time, and at most; twice as long each time. Milliseconds. */
const FIRST_MS = 500;
const LONGEST_MS = 10_000;

/** Renderers that failed a moment ago, so that a broken one does not eat attempts. */
export interface CoolDowns {
  isCoolingDown(renderer: RendererSnapshot): boolean;
  failed(renderer: RendererSnapshot): void;
  succeeded(rendererId: string): void;
}

/** No renderer is cooling down yet. `cooledDown` is called when a cool-down is over. */
export function createCoolDowns(options: {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly cooledDown: () => void;
}): CoolDowns {
  const { clock, signal, cooledDown } = options;
  const coolDowns = new Map<string, { readonly backoff: Backoff; readonly engine: string; isOver: boolean }>();
  return {
    isCoolingDown(renderer) {
      const coolDown = coolDowns.get(renderer.id);
      // A new engine has not failed yet, nor has a service that was started again, whose first engine it has.
      return coolDown !== undefined && !coolDown.isOver && engineOf(renderer) === coolDown.engine;
    },
    failed(renderer) {
      if (this.isCoolingDown(renderer)) return;
      const backoff =
        coolDowns.get(renderer.id)?.backoff ?? createBackoff({ firstMs: FIRST_MS, longestMs: LONGEST_MS });
      const coolDown = { backoff, engine: engineOf(renderer), isOver: false };
      coolDowns.set(renderer.id, coolDown);
      // Set by the timer itself and not compared with the time of day: a timer may end a moment early.
      void backoff.wait(clock, signal).then((isOver) => {
        coolDown.isOver = isOver;
        if (isOver) cooledDown();
      });
    },
    succeeded(rendererId) {
      coolDowns.delete(rendererId);
    },
  };
}

function engineOf({ state, connects = 0 }: RendererSnapshot): string {
  return `${connects} ${state?.engineStarts ?? 0}`;
}
