import type { Engine, EngineState } from '#renderer/engine/contract/engine.ts';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { ModelChoice } from '#renderer/engine/contract/model-choice.ts';
import type { ValidRender } from '#renderer/engine/contract/task.ts';
import { createLiveValue } from '#shared/async/live-value.ts';
import { createMailbox, type Mailbox } from '#shared/async/mailbox.ts';
import { Failure } from '#shared/failure.ts';

/** A render that the test plays the engine of. */
export interface ScriptedRender {
  readonly render: ValidRender;
  say(event: EngineEvent): void;
  finish(): void;
  fail(failure: Failure): void;
  /** Whether its caller has told it to stop. */
  readonly aborted: boolean;
}

/** An engine that does nothing by itself: queues and clocks can be tested step by step. */
export interface ScriptedEngine extends Engine {
  /** All renders it was ever given, in order. */
  readonly renders: readonly ScriptedRender[];
  /** Ends what is open with unavailable. */
  die(): void;
  start(): void;
}

const DEVICE = { provider: 'cpu', reason: 'scripted', threads: 1 };
const TIMINGS = { loadMs: 0, encodeMs: 1, denoiseMs: 2, decodeMs: 3, unetCalls: 4 };

/** An engine that is up, or waits to be started. */
export function createScriptedEngine(options: { readonly up?: boolean } = {}): ScriptedEngine {
  const idle: EngineState = { device: null, resident: [], memoryMib: 0, starts: 1 };
  const state = createLiveValue<EngineState>(options.up === false ? idle : { ...idle, device: DEVICE });
  const renders: ScriptedRender[] = [];
  const open = new Set<Mailbox<EngineEvent>>();
  return {
    renders,
    ready: Promise.resolve(DEVICE),
    get state() {
      return state.now;
    },
    changes: state.changes,
    async load(_choice: ModelChoice, signal: AbortSignal) {
      signal.throwIfAborted();
    },
    async *render(render, signal) {
      if (render.kind !== 'draw') throw new Error('nobody upscales here');
      const box = createMailbox<EngineEvent>();
      open.add(box);
      renders.push({
        render,
        say: (event) => box.put(event),
        finish: () => {
          box.put({ kind: 'finished', timings: TIMINGS });
          box.close();
        },
        fail: (failure) => box.close(failure),
        get aborted() {
          return signal.aborted;
        },
      });
      yield* box.read(signal);
      open.delete(box);
    },
    die() {
      state.set({ ...state.now, device: null });
      for (const box of open) box.close(new Failure('unavailable', 'The engine died'));
      open.clear();
    },
    start() {
      state.set({ ...state.now, device: DEVICE, starts: state.now.starts + 1 });
    },
    async close() {},
  };
}
