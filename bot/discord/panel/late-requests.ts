import type { JobId } from '#bot/domain/job.ts';
import { startTimeout, type Timeout } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';

/** What a bot that was killed had sent may still come through so long after the next one has started. */
const LATE_MS = 2500;

/**
 * Panels of an earlier life of the bot that this one changes soon after its start: a late request of the earlier one
 * may overtake that. They are told to `showAgain`, which looks at them, once nothing can come through any more.
 */
export class LateRequests {
  readonly #startedAt: number;
  readonly #changed = new Set<JobId>();
  readonly #alarm: Timeout;
  #isOver = false;

  constructor({ clock, showAgain }: { readonly clock: Clock; readonly showAgain: (jobIds: JobId[]) => void }) {
    this.#startedAt = clock.now();
    this.#alarm = startTimeout(clock, LATE_MS, () => {
      this.#isOver = true;
      if (this.#changed.size > 0) showAgain([...this.#changed]);
      this.#changed.clear();
    });
  }

  /** Whether the job is from an earlier life. */
  precedes({ createdAt }: { readonly createdAt: number }): boolean {
    return createdAt < this.#startedAt;
  }

  /** The job's panel was changed just now. */
  note(job: { readonly id: JobId; readonly createdAt: number }): void {
    if (!this.#isOver && this.precedes(job)) this.#changed.add(job.id);
  }

  close(): void {
    this.#alarm.stop();
  }
}
