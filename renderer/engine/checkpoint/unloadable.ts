import type { Failure } from '#shared/failure.ts';
import { failure } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** The failure of a model, called as its requests call it, whose files do not make one. */
export function unloadable(model: string, reason: Message, options: { readonly cause?: unknown } = {}): Failure {
  return failure('invalid', 'checkpoint.unloadable', { model, reason }, options);
}
