import type { EngineState } from '#renderer/engine/contract/engine.ts';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { ModelChoice } from '#renderer/engine/contract/model-choice.ts';
import type { ValidTask } from '#renderer/engine/contract/task.ts';
import { Failure, type FailureCode } from '#shared/failure.ts';
import type { Message } from '#shared/text/message.ts';

/**
 * From the renderer's service to its engine child. `id` names one call; it is never used twice in a child's life. A
 * task may carry a picture and a mask as its request brought them, 8 MiB each at most, not decoded.
 */
export type ToChild =
  | { readonly kind: 'load'; readonly id: number; readonly choice: ModelChoice }
  | { readonly kind: 'render'; readonly id: number; readonly task: ValidTask }
  | { readonly kind: 'abort'; readonly id: number }
  /** A training ends with what it has. */
  | { readonly kind: 'enough'; readonly id: number }
  /** A training is held between two steps, or goes on. */
  | { readonly kind: 'pause'; readonly id: number; readonly isPaused: boolean };

/** And back. A call ends with exactly one `end`; without a failure it went well. */
export type FromChild =
  | { readonly kind: 'state'; readonly state: EngineState }
  /** For the log: it keeps nobody from drawing. */
  | { readonly kind: 'trouble'; readonly trouble: Message }
  | { readonly kind: 'event'; readonly id: number; readonly event: EngineEvent }
  | { readonly kind: 'end'; readonly id: number; readonly failure: PlainFailure | null };

/** A Failure as it travels between processes; `detail` is for the log. */
export interface PlainFailure {
  readonly code: FailureCode;
  readonly message: string;
  readonly said: Message;
  readonly detail: string | null;
}

/** For sending; whatever was thrown becomes a Failure first. */
export function toPlain(thrown: unknown): PlainFailure {
  const { code, message, said, cause } = Failure.from(thrown);
  return { code, message, said, detail: cause instanceof Error ? (cause.stack ?? cause.message) : null };
}

/** The Failure that was sent; its cause has become text. */
export function fromPlain({ code, message, said, detail }: PlainFailure): Failure {
  return new Failure(code, message, { said, ...(detail !== null && { cause: detail }) });
}
