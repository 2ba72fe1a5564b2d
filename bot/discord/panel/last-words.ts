import type { PanelState } from '#bot/discord/panel/panel-state.ts';
import { tokenLives } from '#bot/discord/panel/panel-writer.ts';
import type { JobId, PanelAddress } from '#bot/domain/job.ts';
import { createTimeout, type Timeout } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';

/** What a message that is over soon says last is said so long before its token ends, which leaves time for a second try. */
const BEFORE_END_MS = 90_000;

/** Whether nothing is left that could change the panel's message, or write one where the job was asked for. */
export function isOutOfReach({ reach, address }: Pick<PanelState, 'reach' | 'address'>, now: number): boolean {
  return reach === 'token' && !(address && tokenLives(address, now));
}

/** Whether the message is to say that it will not change any more. */
export function isLastChance({ reach, tokenExpiresAt }: PanelAddress, now: number): boolean {
  return reach === 'token' && now >= tokenExpiresAt - BEFORE_END_MS;
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
  follow(jobId: JobId, { reach, tokenExpiresAt }: PanelAddress): void {
    this.forget(jobId);
    if (reach !== 'token') return;
    const alarm = createTimeout(this.#clock, () => {
      this.#alarms.delete(jobId);
      this.#say(jobId);
    });
    this.#alarms.set(jobId, alarm);
    alarm.reset(Math.max(0, tokenExpiresAt - BEFORE_END_MS - this.#clock.now()));
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
