import type { REST } from 'discord.js';
import type { Clock } from '#shared/clock.ts';

/** Discord bans an address for a while after 10,000 refused requests in ten minutes; long before that we hold back. */
const REFUSED_MAX = 2000;
const WINDOW_MS = 10 * 60_000;
/** Requests are counted by the part of the window in which they were refused. */
const PART_MS = 10_000;

/** Counts what Discord has refused (401, 403, and 429 that is our own fault) in the last ten minutes. */
export class RefusedRequests {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #parts = new Map<number, number>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Counts the answers to all requests of this client from now on. */
  watch(rest: REST): void {
    rest.on('response', (_, { status, headers }) => {
      const isShared = headers.get('x-ratelimit-scope') === 'shared';
      if (status === 401 || status === 403 || (status === 429 && !isShared)) this.count();
    });
  }

  /** One more was refused. */
  count(): void {
    const part = Math.floor(this.#clock.now() / PART_MS);
    this.#parts.set(part, (this.#parts.get(part) ?? 0) + 1);
    for (const old of this.#parts.keys()) if (old <= part - WINDOW_MS / PART_MS) this.#parts.delete(old);
  }

  /** True while so many were refused that only what must be sent should be. */
  get areTooMany(): boolean {
    return this.recent >= REFUSED_MAX;
  }

  /** How many were refused in the last ten minutes. */
  get recent(): number {
    const oldest = Math.floor(this.#clock.now() / PART_MS) - WINDOW_MS / PART_MS;
    let sum = 0;
    for (const [part, count] of this.#parts) if (part > oldest) sum += count;
    return sum;
  }
}
