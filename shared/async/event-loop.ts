import { setImmediate } from 'node:timers/promises';

/**
 * Lets everything that waits at the event loop happen (messages, aborts) before a call that blocks the thread. Throws
 * when the signal has aborted by then.
 */
export async function yieldToEventLoop(signal?: AbortSignal): Promise<void> {
  await setImmediate();
  signal?.throwIfAborted();
}
