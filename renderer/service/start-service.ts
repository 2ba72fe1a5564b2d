import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { limitsFrom } from '#renderer/admission/limits.ts';
import type { Engine } from '#renderer/engine/contract/engine.ts';
import { SAMPLERS } from '#renderer/engine/samplers/samplers.ts';
import { createHubClient } from '#renderer/models/hub/hub-client.ts';
import { openLazyCatalog } from '#renderer/models/lazy-catalog.ts';
import type { WorkerCatalog } from '#renderer/models/worker-catalog.ts';
import { createRendererService } from '#renderer/service/renderer-service.ts';
import { type RendererServer, serveRenderer } from '#renderer/service/server.ts';
import { systemClock } from '#shared/clock.ts';
import type { RendererConfig } from '#shared/config/renderer.ts';
import type { RendererAuth } from '#shared/config/renderer-auth.ts';
import type { Log } from '#shared/log.ts';
import { openTracer } from '#shared/tracing/open-tracer.ts';

const DEMO = fileURLToPath(new URL('../demo-model', import.meta.url));

/** What a service works with. */
export interface ServiceParts {
  readonly engine: Engine;
  readonly log: Log;
  readonly listen: string;
  readonly auth: RendererAuth;
  /** Closed with the service; one that looks in a thread of its own where left out. */
  readonly catalog?: WorkerCatalog;
}

/** Everything between an engine and its callers: the catalog, the queue and the gRPC server, listening. */
export async function startService(config: RendererConfig, parts: ServiceParts): Promise<RendererServer> {
  const { engine, log, listen, auth } = parts;
  const places = { ...config, demoFolder: DEMO };
  const catalog = parts.catalog ?? openLazyCatalog(places, { log, name: config.name, level: config.logLevel });
  catalog.read().catch(() => {}); // the first caller is told what is wrong, and need not wait for the rest
  // A renderer has no token of anybody: it brings what everybody may have.
  const client = createHubClient({ endpoint: config.hubEndpoint, token: null });
  const tracer = await openTracer(config.traceEndpoint, { name: 'easel-renderer', instance: config.name });
  const service = createRendererService({
    engine,
    catalog,
    samplers: SAMPLERS,
    limits: limitsFrom(config),
    rendersAtOnce: config.rendersAtOnce,
    name: config.name,
    version: readVersion(),
    places: { modelsFolder: config.modelsFolder, cache: { client, folder: config.hubFolder, clock: systemClock } },
    clock: systemClock,
    log,
    tracer,
  });
  try {
    const server = await serveRenderer(service, { listen, auth, reflection: config.reflection });
    return {
      ...server,
      async close(signal) {
        await server.close(signal);
        await Promise.all([catalog.close(), tracer.close()]);
      },
    };
  } catch (thrown) {
    await catalog.close();
    throw thrown;
  }
}

function readVersion(): string {
  const file = fileURLToPath(new URL('../../package.json', import.meta.url));
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
