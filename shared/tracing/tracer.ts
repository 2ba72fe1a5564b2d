import type { SpanContext } from '#shared/tracing/trace-context.ts';

/** Something that was done, from when to when. No prompt, member or server stands in it. */
export interface EndedSpan {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly startMs: number;
  readonly endMs: number;
  /** What it was a part of; null = it is the first of its trace. */
  readonly parent: SpanContext | null;
  /** Its own ids, where others know them; chosen by chance where left out. */
  readonly own?: SpanContext;
  readonly attributes?: Readonly<Record<string, string | number>>;
  /** A failure's code, where it failed. */
  readonly failed?: string;
}

/** Where spans go. */
export interface Tracer {
  /** Never throws; the ids of the span, for what was done under it. Null where nobody wants any. */
  record(span: EndedSpan): SpanContext | null;
  /** Sends what has not gone yet. */
  close(): Promise<void>;
}

/** Nobody wants any. */
export const NO_TRACES: Tracer = { record: () => null, close: async () => {} };

/** What spans say of the process that they come from. */
export interface TracedService {
  /** easel-bot or easel-renderer. */
  readonly name: string;
  /** Which one of several. */
  readonly instance: string;
}
