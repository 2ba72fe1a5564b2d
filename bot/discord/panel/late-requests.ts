import { Unanswered } from '#bot/discord/gateway/give-up-unanswered.ts';
import type { PutOutcome } from '#bot/discord/panel/put-panel.ts';
import type { JobId } from '#bot/domain/job.ts';
import { startTimeout, type Timeout } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';

/** What a bot that was killed had sent may still come through so long after the next one has started. */
const LATE_MS = 2500;

/** For as long as one that was given up might still come through it is looked again and again. */
const LOOKS = 6;

/** Panels of which an edit was given up lately; beyond it none is remembered. */
const DOUBTED_MAX = 1000;

/**
 * Panels whose newest edit an older one may overtake: those of an earlier life of the bot that this one changes soon
 * after its start, and those of which an edit was given up. They are told to `showAgain`, which looks at them, once
 * nothing can come through any more.
 */
export class LateRequests {
  readonly #startedAt: number;
  readonly #changed = new Set<JobId>();
  readonly #alarm: Timeout;
  readonly #doubted = new Map<JobId, Timeout>();
  readonly #clock: Clock;
  readonly #showAgain: (jobIds: JobId[]) => void;
  #isOver = false;

  constructor({ clock, showAgain }: { readonly clock: Clock; readonly showAgain: (jobIds: JobId[]) => void }) {
    this.#clock = clock;
    this.#showAgain = showAgain;
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

  /** Where an edit of the job's panel was given up just now it is looked at every few seconds for a while. */
  doubtAfter(outcome: PutOutcome, jobId: JobId): void {
    if (outcome.kind !== 'broken' || !(outcome.cause instanceof Unanswered)) return;
    const known = this.#doubted.get(jobId);
    if (!known && this.#doubted.size >= DOUBTED_MAX) return;
    known?.stop();
    let looksLeft = LOOKS;
    const alarm = startTimeout(this.#clock, LATE_MS, () => {
      looksLeft -= 1;
      if (looksLeft > 0) alarm.reset(LATE_MS);
      else this.#doubted.delete(jobId);
      this.#showAgain([jobId]);
    });
    this.#doubted.set(jobId, alarm);
  }

  close(): void {
    for (const alarm of [this.#alarm, ...this.#doubted.values()]) alarm.stop();
  }
}
