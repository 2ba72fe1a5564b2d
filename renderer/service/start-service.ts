import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { limitsFrom } from '#renderer/admission/limits.ts';
import type { Engine } from '#renderer/engine/contract/engine.ts';
import { SAMPLERS } from '#renderer/engine/samplers/samplers.ts';
import { createCatalog } from '#renderer/models/catalog.ts';
import { createRendererService } from '#renderer/service/renderer-service.ts';
import { type RendererServer, serveRenderer } from '#renderer/service/server.ts';
import { systemClock } from '#shared/clock.ts';
import type { RendererConfig } from '#shared/config/renderer.ts';
import type { RendererLock } from '#shared/config/renderer-lock.ts';
import type { Log } from '#shared/log.ts';

const DEMO = fileURLToPath(new URL('../demo-model', import.meta.url));

/** Everything between an engine and its callers: the catalog, the queue and the gRPC server, listening. */
export function startService(
  config: RendererConfig,
  parts: { readonly engine: Engine; readonly log: Log; readonly listen: string; readonly lock: RendererLock },
): Promise<RendererServer> {
  const { engine, log, listen, lock } = parts;
  const service = createRendererService({
    engine,
    catalog: createCatalog({ ...config, demoFolder: DEMO }, log),
    samplers: SAMPLERS,
    limits: limitsFrom(config),
    rendersAtOnce: config.rendersAtOnce,
    name: config.name,
    version: readVersion(),
    clock: systemClock,
    log,
  });
  return serveRenderer(service, { listen, lock, reflection: config.reflection });
}

function readVersion(): string {
  const file = fileURLToPath(new URL('../../package.json', import.meta.url));
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
