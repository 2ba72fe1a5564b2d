// A thread beside the engine's main one, which calls block: once a second it writes to the renderer's service that this
// process lives, and what hangs in it. When nobody reads any more, the service is gone, and this process ends at once.

import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { createHangWatch, type Notice } from '#renderer/engine/process/hang-watch.ts';

const BEAT_MS = 1_000;

const { pipe } = workerData as { readonly pipe: number };
const watch = createHangWatch();
let lookedAt = performance.now();

parentPort?.on('message', (notice: Notice) => watch.hear(notice));
beat();
setInterval(beat, BEAT_MS);

function beat(): void {
  const now = performance.now();
  const overdue = watch.look(now - lookedAt);
  lookedAt = now;
  try {
    writeSync(pipe, `${JSON.stringify(overdue)}\n`);
  } catch (thrown) {
    // The pipe may be full when the service stands still; any other problem is its end.
    if ((thrown as NodeJS.ErrnoException).code !== 'EAGAIN') process.kill(process.pid, 'SIGKILL');
  }
}
