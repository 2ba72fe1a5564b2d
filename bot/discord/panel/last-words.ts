import type { PanelState } from '#bot/discord/panel/panel-state.ts';
import { tokenLives } from '#bot/discord/panel/panel-writer.ts';
import { deadlineOf } from '#bot/domain/deadline.ts';
import type { JobId, PanelAddress } from '#bot/domain/job.ts';
import { createTimeout, type Timeout } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';

/** Whether nothing is left that could change the panel's message, or write one where the job was asked for. */
export function isOutOfReach({ reach, address }: Pick<PanelState, 'reach' | 'address'>, now: number): boolean {
  return reach === 'token' && !(address && tokenLives(address, now));
}

/** Whether the message is to say that it will not change any more. */
export function isLastChance(address: PanelAddress, now: number): boolean {
  const deadline = deadlineOf(address);
  return deadline !== null && now >= deadline;
}

/** Calls `say` once for each message that only its token can change, while there is still time to say so. */
export class LastWords {
  readonly #clock: Clock;
  readonly #say: (jobId: JobId) => void;
  readonly #alarms = new Map<JobId, Timeout>();

  constructor({ clock, say }: { readonly clock: Clock; readonly say: (jobId: JobId) => void }) {
    this.#clock = clock;
    this.#say = say;
  }

  /** The job is shown there from now on. */
  follow(jobId: JobId, address: PanelAddress): void {
    this.forget(jobId);
    const deadline = deadlineOf(address);
    if (deadline === null) return;
    const alarm = createTimeout(this.#clock, () => {
      this.#alarms.delete(jobId);
      this.#say(jobId);
    });
    this.#alarms.set(jobId, alarm);
    alarm.reset(Math.max(0, deadline - this.#clock.now()));
  }

  /** The job needs none. */
  forget(jobId: JobId): void {
    this.#alarms.get(jobId)?.stop();
    this.#alarms.delete(jobId);
  }

  close(): void {
    for (const jobId of [...this.#alarms.keys()]) this.forget(jobId);
  }
}
