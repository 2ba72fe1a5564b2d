import { createBackoff } from '#shared/async/backoff.ts';
import type { Clock } from '#shared/clock.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';

/** Pauses between tries: the first, and the longest; each is twice the one before. Milliseconds. */
const AGAIN_FIRST_MS = 500;
const AGAIN_LONGEST_MS = 30_000;

/**
 * Does something to the ledger and tries again for as long as it cannot be written (a full disk), until the signal
 * aborts: what a job came to must not be lost because the disk was full for a minute. That a newer dispatcher took over
 * is no such thing, and is thrown.
 */
export async function retryWrite<T>(
  write: () => Promise<T>,
  { clock, log, signal }: { readonly clock: Clock; readonly log: Log; readonly signal: AbortSignal },
): Promise<T> {
  const retries = createBackoff({ firstMs: AGAIN_FIRST_MS, longestMs: AGAIN_LONGEST_MS });
  while (true) {
    signal.throwIfAborted();
    try {
      return await write();
    } catch (thrown) {
      if (thrown instanceof Failure && thrown.code === 'superseded') throw thrown;
      log.error({ err: thrown, pauseMs: retries.nextMs }, 'ledger could not be written, trying again');
      await retries.wait(clock, signal);
    }
  }
}
