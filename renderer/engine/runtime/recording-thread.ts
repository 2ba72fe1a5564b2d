// A thread on which recorded runs happen, one after the other, and nothing else: see recorded-runs.ts.

import { parentPort } from 'node:worker_threads';
import { ortLibrary } from '#renderer/engine/runtime/ort-library.ts';
import type { RecordedCall, RecordedEnd } from '#renderer/engine/runtime/recorded-runs.ts';

parentPort!.on('message', ({ id, session, options, binding }: RecordedCall) => {
  parentPort!.postMessage({
    id,
    problem: problemOf(() => ortLibrary()!.call('RunWithBinding', session, options, binding)),
  });
});

function problemOf(work: () => void): RecordedEnd['problem'] {
  try {
    work();
    return null;
  } catch (thrown) {
    return (thrown as Error).message;
  }
}
