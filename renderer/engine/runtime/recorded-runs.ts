import { Worker } from 'node:worker_threads';
import type { Pointer } from '#renderer/engine/runtime/ort-library.ts';

/** A run of a session with what is bound; they are addresses, which are good in every thread of this process. */
export interface RecordedCall {
  readonly id: number;
  readonly session: Pointer;
  readonly options: Pointer;
  readonly binding: Pointer;
}

/** Null = all went well; else the library's sentence. */
export interface RecordedEnd {
  readonly id: number;
  readonly problem: string | null;
}

/** Runs sessions on a thread that stays the same. */
export interface RecordedRuns {
  /** Rejects with the library's sentence. */
  run(call: Omit<RecordedCall, 'id'>): Promise<void>;
  /** The last of those who hold the thread ends it; nothing may be running. */
  release(): Promise<void>;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, PromiseWithResolvers<void>>;
  lastId: number;
  holders: number;
}

let shared: Thread | null = null;

/**
 * Holds the thread of all recorded runs. CUDA's provider keeps recordings for each thread by itself, so that a run on
 * another one than the last would record everything anew.
 */
export function holdRecordedRuns(): RecordedRuns {
  const thread = shared ?? startThread();
  shared = thread;
  thread.holders += 1;
  return {
    run(call) {
      thread.lastId += 1;
      const end = Promise.withResolvers<void>();
      thread.waiting.set(thread.lastId, end);
      thread.worker.ref();
      thread.worker.postMessage({ ...call, id: thread.lastId });
      return end.promise;
    },
    async release() {
      thread.holders -= 1;
      if (thread.holders > 0) return;
      if (shared === thread) shared = null;
      await thread.worker.terminate();
    },
  };
}

function startThread(): Thread {
  const worker = new Worker(new URL('./recording-thread.ts', import.meta.url), { execArgv: [] });
  const thread: Thread = { worker, waiting: new Map(), lastId: 0, holders: 0 };
  const endAll = (thrown: Error) => {
    if (shared === thread) shared = null;
    for (const { reject } of thread.waiting.values()) reject(thrown);
    thread.waiting.clear();
  };
  worker.on('message', ({ id, problem }: RecordedEnd) => {
    const end = thread.waiting.get(id);
    thread.waiting.delete(id);
    if (thread.waiting.size === 0) worker.unref();
    if (problem === null) end?.resolve();
    else end?.reject(new Error(problem));
  });
  worker.on('error', endAll);
  worker.on('exit', () => endAll(new Error('the thread of recorded runs has ended')));
  worker.unref();
  return thread;
}
