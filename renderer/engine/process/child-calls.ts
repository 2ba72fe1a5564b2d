import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { ModelChoice } from '#renderer/engine/contract/model-choice.ts';
import type { ValidTask } from '#renderer/engine/contract/task.ts';
import type { TrainingSteer } from '#renderer/engine/contract/training-steer.ts';
import type { ToChild } from '#renderer/engine/process/child-protocol.ts';
import type { Mailbox } from '#shared/async/mailbox.ts';
import type { Message } from '#shared/text/message.ts';

/** Who reads what a call says, and the job that it is for. */
export interface OpenCall {
  readonly box: Mailbox<EngineEvent>;
  readonly job: { readonly jobId?: string };
}

/** How a child ended. */
export interface Death {
  readonly livedMs: number;
  readonly reason: Message;
  /** What it computed with may be to blame. */
  readonly isFault: boolean;
  readonly complaints: readonly string[];
}

/** What a call has besides what it asks. */
export interface CallOptions {
  readonly jobId?: string | undefined;
  readonly steer?: TrainingSteer | undefined;
}

/** Tells a child what its training is told, until `over`; what was told before, too. */
export async function passOn(
  { enough, paused }: TrainingSteer,
  { id, send, over }: { readonly id: number; readonly send: (message: ToChild) => void; readonly over: AbortSignal },
): Promise<void> {
  const end = () => send({ kind: 'enough', id });
  enough.addEventListener('abort', end, { once: true, signal: over });
  if (enough.aborted) end();
  let was = false;
  try {
    for await (const isPaused of paused.changes(over)) {
      if (isPaused !== was) send({ kind: 'pause', id, isPaused });
      was = isPaused;
    }
  } catch (thrown) {
    if (!over.aborted) throw thrown;
  }
}

/** A call as it is sent. */
export type Call = ToChild & { kind: 'load' | 'render' };
/** What a call asks. */
export type Asked = { kind: 'load'; choice: ModelChoice } | { kind: 'render'; task: ValidTask };
