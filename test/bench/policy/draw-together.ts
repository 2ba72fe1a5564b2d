import type { TraceJob } from '#test/bench/policy/trace.ts';
import { workOf } from '#test/bench/policy/trace.ts';

/** What each more of equal renders adds to a call of the network, as a share of what one takes alone. */
const MORE_IN_CALL = 0.7;

/** A render that shares a simulated renderer with others. */
interface Drawn {
  readonly job: TraceJob;
  /** One step of it alone. Milliseconds. */
  readonly stepMs: number;
  stepsLeft: number;
  /** When its model is there. */
  readonly beginsAt: number;
}

/**
 * A renderer that takes one step of each of its renders in turn; those of one model and size take theirs in one call,
 * which costs less than their calls alone.
 */
export interface DrawnTogether {
  add(job: TraceJob, options: { readonly now: number; readonly stepMs: number; readonly loadMs: number }): void;
  /** Draws until then, and gives what is done. */
  until(now: number): readonly TraceJob[];
  /** When the next thing happens if nothing is added; null = never. */
  nextAt(now: number): number | null;
  /** What is left to do, each render for itself. Milliseconds. */
  leftMs(now: number): number;
}

/** Nothing is drawn. */
export function createDrawnTogether(): DrawnTogether {
  const renders = new Set<Drawn>();
  let drawnUntil = 0;
  const begun = () => [...renders].filter(({ beginsAt }) => beginsAt <= drawnUntil);
  const nextIn = () => {
    const drawn = begun();
    const endsIn = Math.min(...drawn.map(({ stepsLeft }) => stepsLeft)) * roundMs(drawn);
    const beginsIn = Math.min(
      ...[...renders].flatMap((one) => (drawn.includes(one) ? [] : [one.beginsAt - drawnUntil])),
    );
    return Math.min(drawn.length > 0 ? endsIn : Number.POSITIVE_INFINITY, beginsIn);
  };
  return {
    add(job, { now, stepMs, loadMs }) {
      const aloneMs = workOf(job) * stepMs;
      renders.add({ job, stepMs: aloneMs / job.steps, stepsLeft: job.steps, beginsAt: now + loadMs });
    },
    until(now) {
      const ended: TraceJob[] = [];
      while (drawnUntil < now) {
        const ms = Math.min(nextIn(), now - drawnUntil);
        const drawn = begun();
        const steps = drawn.length > 0 ? ms / roundMs(drawn) : 0;
        drawnUntil = now - drawnUntil - ms < ROUNDING_MS ? now : drawnUntil + ms;
        for (const one of drawn) {
          one.stepsLeft -= steps;
          if (one.stepsLeft > ROUNDING) continue;
          renders.delete(one);
          ended.push(one.job);
        }
      }
      return ended;
    },
    nextAt(now) {
      drawnUntil = Math.max(drawnUntil, now);
      const ms = nextIn();
      return ms === Number.POSITIVE_INFINITY ? null : drawnUntil + ms;
    },
    leftMs: (now) =>
      [...renders].reduce((sum, one) => sum + one.stepsLeft * one.stepMs + Math.max(0, one.beginsAt - now), 0),
  };
}

/** Sums of fractions are off by less than this, in steps and in milliseconds. */
const ROUNDING = 1e-6;
const ROUNDING_MS = 1e-6;

/** How long it takes until each of these has got one step further. */
function roundMs(drawn: readonly Drawn[]): number {
  const calls = Map.groupBy(drawn, ({ job }) => `${job.model} ${job.side}`);
  return [...calls.values()].reduce((sum, call) => sum + callMs(call), 0);
}

function callMs(call: readonly Drawn[]): number {
  const aloneMs = call.reduce((sum, { stepMs }) => sum + stepMs, 0);
  return (aloneMs * (1 + MORE_IN_CALL * (call.length - 1))) / call.length;
}
