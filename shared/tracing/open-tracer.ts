import { NO_TRACES, type TracedService, type Tracer } from '#shared/tracing/tracer.ts';

/** Sends spans by OTLP over HTTP to `<endpoint>/v1/traces`; to nobody without an endpoint, and then reads no library. */
export async function openTracer(endpoint: string | null, service: TracedService): Promise<Tracer> {
  if (endpoint === null) return NO_TRACES;
  const { openOtlpTracer } = await import('#shared/tracing/otlp-tracer.ts');
  return openOtlpTracer(endpoint, service);
}
