import type { Said } from '#renderer/service/render-record.ts';
import type { Clock } from '#shared/clock.ts';
import type { Failure } from '#shared/failure.ts';
import type { SpanContext } from '#shared/tracing/trace-context.ts';
import type { EndedSpan, Tracer } from '#shared/tracing/tracer.ts';

/** One render as its trace has it. */
export interface RenderTrace {
  begun(): void;
  heard(said: Said): void;
  ended(failure: Failure | null): void;
}

/** Where the spans of a render go. */
export interface TraceParts {
  /** What the caller does it for; null = it did not say. */
  readonly parent: SpanContext | null;
  readonly tracer: Tracer;
  readonly clock: Pick<Clock, 'now'>;
}

/** Spans of one render: itself, its wait, its loading, every step, and what came after the last. */
const SPANS_MAX = 1_200;

/** Records what a render does once it has ended, so that each part has its parent. */
export function traceRender(
  { kind, acceptedAt }: { readonly kind: string; readonly acceptedAt: number },
  { parent, tracer, clock }: TraceParts,
): RenderTrace {
  const parts: Omit<EndedSpan, 'parent'>[] = [];
  let lastMs = acceptedAt;
  const part = (name: string, startMs: number, attributes = {}) => {
    const endMs = clock.now();
    if (parts.length < SPANS_MAX) parts.push({ name, startMs, endMs, attributes });
    lastMs = endMs;
  };
  return {
    begun: () => part('wait for a place', acceptedAt),
    heard(said) {
      if (said.event === 'started') part('load and encode', lastMs, { 'easel.load_ms': said.started.loadMs });
      if (said.event === 'step') part('step', clock.now() - said.step.stepMs, { 'easel.step': said.step.step });
      if (said.event === 'finished')
        part('decode', lastMs, { 'easel.unet_calls': said.finished.timings?.unetCalls ?? 0 });
    },
    ended(failure) {
      const failed = failure ? { failed: failure.code } : {};
      const own = tracer.record({
        ...{ name: `render ${kind}`, startMs: acceptedAt, endMs: clock.now(), parent, ...failed },
      });
      if (own) for (const each of parts) tracer.record({ ...each, parent: own });
    },
  };
}
