import { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type IdGenerator,
  RandomIdGenerator,
} from '@opentelemetry/sdk-trace-base';
import type { SpanContext } from '#shared/tracing/trace-context.ts';
import type { TracedService, Tracer } from '#shared/tracing/tracer.ts';

/** Spans that wait to be sent; more are dropped. Then how many go at once, how often, and how long that may take. */
const BATCH = { maxQueueSize: 4096, maxExportBatchSize: 512, scheduledDelayMillis: 1_000, exportTimeoutMillis: 5_000 };

/** How long sending what is left may take at the end. Milliseconds. */
const CLOSE_WITHIN_MS = 3_000;

/** Headers, the sampler and more resource attributes are read by the library from OTEL_…, as everywhere. */
export function openOtlpTracer(endpoint: string, { name, instance }: TracedService): Tracer {
  const ids = plannedIds();
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
  const provider = new BasicTracerProvider({
    idGenerator: ids,
    resource: resourceFromAttributes({ 'service.name': name, 'service.instance.id': instance }),
    spanProcessors: [new BatchSpanProcessor(exporter, BATCH)],
  });
  const tracer = provider.getTracer('easel');
  return {
    record({ name: what, startMs, endMs, parent, own, attributes = {}, failed }) {
      ids.plan(own ?? null);
      const under = parent
        ? trace.setSpanContext(ROOT_CONTEXT, { ...parent, traceFlags: TraceFlags.SAMPLED, isRemote: true })
        : ROOT_CONTEXT;
      const kind = SpanKind.INTERNAL;
      const span = tracer.startSpan(what, { kind, startTime: startMs, attributes, root: !parent }, under);
      ids.plan(null);
      if (failed !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: failed });
      span.end(Math.max(startMs, endMs));
      return span.spanContext();
    },
    async close() {
      const late = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_WITHIN_MS).unref());
      await Promise.race([provider.shutdown().catch(() => {}), late]);
    },
  };
}

/** Ids by chance, but for the span that is planned. */
function plannedIds(): IdGenerator & { plan(next: SpanContext | null): void } {
  const random = new RandomIdGenerator();
  let planned: SpanContext | null = null;
  return {
    plan(next) {
      planned = next;
    },
    generateTraceId: () => planned?.traceId ?? random.generateTraceId(),
    generateSpanId: () => planned?.spanId ?? random.generateSpanId(),
  };
}
