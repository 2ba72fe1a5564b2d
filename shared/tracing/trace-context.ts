import { createHash } from 'node:crypto';

/** Where a span belongs: W3C Trace Context, https://www.w3.org/TR/trace-context/. Lower-case hex. */
export interface SpanContext {
  /** 32 digits. */
  readonly traceId: string;
  /** 16 digits. */
  readonly spanId: string;
}

/**
 * The span of a job, or of one of its attempts. Its ids are hashes of the job's id, so that every process that has a part
 * in a job, also after a restart, knows them without being told.
 */
export function spanOfJob(jobId: string, attempt?: number): SpanContext {
  const of = (what: string, digits: number) =>
    createHash('sha256').update(`easel ${what} ${jobId}`).digest('hex').slice(0, digits);
  return { traceId: of('trace', 32), spanId: of(attempt === undefined ? 'job' : `attempt ${attempt}`, 16) };
}

/** The header `traceparent` for what is done under a span, which is recorded. */
export function toTraceparent({ traceId, spanId }: SpanContext): string {
  return `00-${traceId}-${spanId}-01`;
}

/** Null for what is none. */
export function readTraceparent(header: unknown): SpanContext | null {
  if (typeof header !== 'string') return null;
  const [, traceId = '', spanId = ''] = header.match(/^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-[\da-f]{2}/) ?? [];
  return /[1-9a-f]/.test(traceId) && /[1-9a-f]/.test(spanId) ? { traceId, spanId } : null;
}
