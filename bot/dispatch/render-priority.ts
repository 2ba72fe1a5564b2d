import { deadlineOf } from '#bot/domain/deadline.ts';
import type { Job } from '#bot/domain/job.ts';
import { isLivePlace } from '#bot/domain/live-place.ts';

/** So long before its deadline a job goes first at its renderer, too. Milliseconds. */
const PRESSING_MS = 5 * 60_000;

/**
 * RenderRequest.priority: 1 for what somebody watches while they type or draw, and for what has little time left until
 * its message can be changed no more; else 0.
 */
export function renderPriority({ place, panel }: Pick<Job, 'place' | 'panel'>, now: number): number {
  const deadline = deadlineOf(panel);
  return isLivePlace(place) || (deadline !== null && deadline - now < PRESSING_MS) ? 1 : 0;
}
