import type { QueuedJob } from '#bot/dispatch/fair-queue.ts';
import type { Failure } from '#shared/failure.ts';

/**
 * A job is given up when three attempts broke of which the last had its renderer to itself: three renderers are the
 * most that a job which breaks them may take along. Two things speak for it: that the third, too, was drawn beside
 * others, and that as many renderers were lost without it in the same time as with it, which is their machines' doing
 * or that of whoever runs them. Then it has three tries more.
 */
const BREAKS_MAX = 3;
const BREAKS_DOUBTFUL_MAX = 6;

/**
 * A job can break an engine. When a whole service is gone, its machine or whoever runs it is the likelier cause: the
 * first time a job goes on at once wherever there is room, and only after the second it is drawn alone; unless as many
 * were lost without it by then.
 */
const SERVICES_TO_DOUBT = 2;
const REFUSALS_MAX = 20;

/** What is known of a job that comes back. */
export type Tried = Pick<QueuedJob, 'strikes' | 'suspicions' | 'refusals' | 'alone'>;

/** How one more attempt was lost. */
export interface LostAttempt {
  readonly failure: Failure;
  readonly blame: 'strike' | 'refusal' | 'nobody';
  /** Other jobs were at its renderer meanwhile, any of which may have broken it. */
  readonly hadNeighbours: boolean;
  /** It may never be drawn alone; a training would keep others away for hours. */
  readonly isTraining: boolean;
  /** Renderers that were lost without it since it was first lost with one; see RendererLosses. */
  readonly lostWithout: number;
}

/** What is known of it then. */
export interface LossCount extends Tried {
  readonly breaks: number;
  /** Its renderer is not to be avoided for it. */
  readonly isInnocent: boolean;
  /** It is given up because it breaks renderers. */
  readonly isBroken: boolean;
  /** It is given up, for whatever reason. */
  readonly isEnough: boolean;
}

/** How an attempt ends whose renderer's service is gone or silent; when an engine dies, its service says so. */
const SERVICE_LOST: ReadonlySet<string> = new Set(['rpc.lost', 'rpc.no-answer', 'attempt.silent']);

/** Whether a renderer, its engine or all of it, was lost with the attempt; every other failure is this render's own. */
export function wasRendererLost({ failure, blame }: Pick<LostAttempt, 'failure' | 'blame'>): boolean {
  return blame === 'strike' && failure.code === 'unavailable';
}

/** Counts one more attempt that was lost, and says whether the job is to be tried again. */
export function countLoss(before: Tried, lost: LostAttempt): LossCount {
  const isBreak = lost.blame === 'strike';
  const wasLost = wasRendererLost(lost);
  const wasServiceLost = wasLost && SERVICE_LOST.has(lost.failure.said.key);
  const isSuspicion = wasLost && (lost.hadNeighbours || (wasServiceLost && !before.alone));
  const strikes = before.strikes + (isBreak && !isSuspicion ? 1 : 0);
  const suspicions = before.suspicions + (isSuspicion ? 1 : 0);
  const refusals = before.refusals + (lost.blame === 'refusal' ? 1 : 0);
  const breaks = strikes + suspicions;
  const isExcused = wasLost && lost.lostWithout >= breaks;
  const isInnocent = wasServiceLost && (breaks < SERVICES_TO_DOUBT || isExcused);
  const isDoubtful = isSuspicion || isExcused;
  const isBroken = isBreak && breaks >= (isDoubtful ? BREAKS_DOUBTFUL_MAX : BREAKS_MAX);
  return {
    strikes,
    suspicions,
    refusals,
    alone: !lost.isTraining && (before.alone || (wasLost && !isInnocent)),
    breaks,
    isInnocent,
    isBroken,
    isEnough: isBroken || refusals >= REFUSALS_MAX,
  };
}
