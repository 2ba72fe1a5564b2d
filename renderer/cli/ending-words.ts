import type { Failure } from '#shared/failure.ts';

/**
 * What a failed command prints for whoever runs it: the sentence, and behind it what nobody else is told. Of a defect
 * that is where it happened, of a refusal by the runtime (`unavailable` with a cause) what the runtime said.
 */
export function endingWords({ code, message, cause }: Failure): string {
  if (cause === undefined || cause === null) return message;
  if (code === 'internal') return `${message}: ${cause instanceof Error ? cause.stack : String(cause)}`;
  if (code !== 'unavailable') return message;
  return `${message}: ${cause instanceof Error ? cause.message : String(cause)}`;
}
