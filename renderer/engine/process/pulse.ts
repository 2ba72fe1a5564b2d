import { Worker } from 'node:worker_threads';
import type { Notice } from '#renderer/engine/process/hang-watch.ts';
import { listenToNativeCalls } from '#renderer/engine/runtime/native-calls.ts';

/** The file descriptor of the engine's process that goes to its service: after stdin, stdout, stderr and the channel. */
export const PULSE_PIPE = 4;

const TURN_MS = 1_000;

/**
 * Starts the thread that tells the service that this process lives, and ends the process when the service is gone,
 * whatever the main thread is at.
 */
export function startPulse(): void {
  const thread = new Worker(new URL('./pulse-thread.ts', import.meta.url), {
    workerData: { pipe: PULSE_PIPE },
    execArgv: [],
  });
  thread.unref();
  const tell = (notice: Notice) => thread.postMessage(notice);
  listenToNativeCalls({
    began: (call) => tell({ kind: 'began', call }),
    ended: (id) => tell({ kind: 'ended', id }),
  });
  setInterval(() => tell({ kind: 'turned' }), TURN_MS).unref();
}
