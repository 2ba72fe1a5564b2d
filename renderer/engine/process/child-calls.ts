import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { ModelChoice } from '#renderer/engine/contract/model-choice.ts';
import type { ValidTask } from '#renderer/engine/contract/task.ts';
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
  /** Ends a training with what it has. */
  readonly enough?: AbortSignal | undefined;
}

/** A call as it is sent. */
export type Call = ToChild & { kind: 'load' | 'render' };
/** What a call asks. */
export type Asked = { kind: 'load'; choice: ModelChoice } | { kind: 'render'; task: ValidTask };
