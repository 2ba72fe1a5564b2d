import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Engine } from '#renderer/engine/contract/engine.ts';
import { createCatalog } from '#renderer/models/catalog.ts';
import type { WorkerCatalog } from '#renderer/models/worker-catalog.ts';
import { startService } from '#renderer/service/start-service.ts';
import { type RendererConfig, readRendererConfig } from '#shared/config/renderer.ts';
import { NO_AUTH, type RendererAuth } from '#shared/config/renderer-auth.ts';
import type { RenderEvent } from '#shared/contract/messages.ts';
import type { DrawTask } from '#shared/contract/tasks.ts';
import { silentLog } from '#shared/log.ts';
import { connectRenderer, type RendererConnection } from '#shared/rpc/call.ts';

const forever = new AbortController().signal;

/** What renderers that listen on a port ask of their callers. */
export const AUTH = { secret: 'a-secret-of-the-tests', tls: null };

/** A renderer's service, listening on loopback, over an engine of the test's choice. */
export interface ListeningRenderer {
  readonly address: string;
  readonly client: RendererConnection;
  /** Ends in order; what runs may finish. */
  close(): Promise<void>;
}

/**
 * Starts the service as main.ts does, with the bundled model, in this process: on a Unix socket that nobody else can
 * open, or where the test says.
 */
export async function serveDemo(
  engine: Engine,
  env: Record<string, string> = {},
  options: { readonly listen?: string; readonly auth?: RendererAuth } = {},
): Promise<ListeningRenderer> {
  const folder = mkdtempSync(join(tmpdir(), 'easel-socket-'));
  const { listen = `unix:${join(folder, 'r.sock')}` } = options;
  const config = readRendererConfig({ EASEL_NAME: 'test', EASEL_MODELS: 'none', ...env });
  const server = await startService(config, {
    ...{ engine, log: silentLog, auth: NO_AUTH, ...options, listen },
    catalog: inThisThread(config),
  });
  const client = connectRenderer(server.address, options.auth);
  return {
    address: server.address,
    client,
    async close() {
      client.close();
      await server.close(AbortSignal.timeout(5_000));
      await engine.close();
      rmSync(folder, { recursive: true });
    },
  };
}

const DEMO = fileURLToPath(new URL('../../../renderer/demo-model', import.meta.url));

/** A thread for each of many small renderers would take longer than all that they do. */
function inThisThread(config: RendererConfig): WorkerCatalog {
  return { ...createCatalog({ ...config, demoFolder: DEMO }, silentLog), close: async () => {} };
}

/** A small, quick request for the bundled model. */
export function demoSpec(change: Partial<DrawTask> = {}): DrawTask {
  return {
    model: 'demo',
    prompt: { chunks: [{ spans: [{ text: 'a red house by the sea', weight: 1 }] }] },
    negative: null,
    adapters: [{ name: 'lcm', weight: 1 }],
    sampler: 'lcm',
    karras: false,
    steps: 4,
    guidance: 1,
    width: 64,
    height: 64,
    seed: 7,
    count: 1,
    clipSkip: 0,
    previews: { everySteps: 1, maxSide: 0 },
    parametersPrompt: 'a red house by the sea',
    parametersNegative: '',
    ...change,
  };
}

/** All events until the stream ends. */
export async function collect<Event = RenderEvent>(events: AsyncGenerator<Event, void, undefined>): Promise<Event[]> {
  const all: Event[] = [];
  for await (const event of events) all.push(event);
  return all;
}

/** Reads until an event of this name has come, then leaves the call alone, unread but open; `leave` ends it. */
export async function readUntil(
  client: RendererConnection,
  { draw, ...attempt }: { jobId: string; attempt?: number; epoch?: number; draw: DrawTask },
  name: RenderEvent['event'],
): Promise<{ readonly rest: AsyncGenerator<RenderEvent, void, undefined>; leave(): Promise<void> }> {
  const rest = client.render({ attempt: 1, epoch: 1, ...attempt, task: 'draw', draw }, forever);
  for (let next = await rest.next(); !next.done && next.value.event !== name; next = await rest.next());
  return { rest, leave: async () => void (await rest.return()) };
}
