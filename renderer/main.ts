// A renderer: the gRPC server in this process, the engine in a child. Stands alone, or is itself a child of the bot: then it
// sends its address over the channel it was started with. When that closes without a word, the bot has died: renders go on
// for the grace period, for the bot that comes next, and then the renderer leaves by itself.
import { flushCompileCache } from 'node:module';
import { ChildEngine } from '#renderer/engine/process/child-engine.ts';
import type { RendererServer } from '#renderer/service/server.ts';
import { createTimeout } from '#shared/async/timer.ts';
import { systemClock } from '#shared/clock.ts';
import { loadEnvFile } from '#shared/config/env-file.ts';
import { type RendererConfig, readRendererConfig } from '#shared/config/renderer.ts';
import { type RendererAuth, readRendererAuth } from '#shared/config/renderer-auth.ts';
import { Failure } from '#shared/failure.ts';
import { createLog } from '#shared/log.ts';
import { identityOf } from '#shared/process-identity.ts';
import { createServiceNotices } from '#shared/systemd-notify.ts';

const isChild = process.send !== undefined;

try {
  // The bot says what its renderers may know.
  if (!isChild) loadEnvFile();
  await start(readRendererConfig(process.env), readRendererAuth(process.env));
} catch (thrown) {
  process.stderr.write(`easel renderer: ${Failure.from(thrown).message}\n`);
  process.exit(1);
}

async function start(config: RendererConfig, auth: RendererAuth): Promise<void> {
  const log = createLog({ name: config.name, level: config.logLevel });
  const engine = new ChildEngine(config, { log });
  // The engine takes longest to start, so it is on its way before the rest of the program is even read.
  const { startService } = await import('#renderer/service/start-service.ts');
  const listen = config.listen ?? '127.0.0.1:50551';
  const server = await startService(config, { engine, log, listen, auth });
  const notices = createServiceNotices({ environment: process.env, clock: systemClock, log });
  const stopping = stopInOrder(async (hurry) => {
    void notices.stopping();
    await server.close(AbortSignal.any([hurry, AbortSignal.timeout(config.drainMs)]));
    await engine.close();
  });
  if (isChild) outliveBot(stopping, { server, graceMs: config.graceMs });
  announce(server.address);
  void notices.ready();
  // For the next start, should this one end by force.
  setImmediate(flushCompileCache);
}

/** Ends the process, once, in order. */
interface Stopping {
  readonly hasBegun: () => boolean;
  /** Running renders may finish. */
  begin(): void;
  /** Running renders are aborted. */
  hurry(): void;
}

/** A first signal lets running renders finish; a second aborts them. Both close in the same order. */
function stopInOrder(stop: (hurry: AbortSignal) => Promise<void>): Stopping {
  const hurry = new AbortController();
  let stopping: Promise<void> | null = null;
  const begin = () => {
    if (stopping) hurry.abort();
    stopping ??= stop(hurry.signal).then(() => process.exit(0));
  };
  process.on('SIGTERM', begin);
  // In a terminal Ctrl-C reaches the bot and its renderers alike; the bot says when they leave.
  process.on('SIGINT', isChild ? () => {} : begin);
  return {
    hasBegun: () => stopping !== null,
    begin,
    hurry() {
      hurry.abort();
      begin();
    },
  };
}

/**
 * Without a bot, leaves when nobody has read anything for the grace period; a bot that says goodbye, or a system on
 * which the next bot could not find us, ends it at once.
 */
function outliveBot(
  stopping: Stopping,
  { server, graceMs }: { readonly server: RendererServer; readonly graceMs: number },
): void {
  let isAlone = false;
  let readers = 0;
  const grace = createTimeout(systemClock, stopping.hurry);
  const look = () => {
    grace.stop();
    if (!isAlone || readers > 0) return;
    if (stopping.hasBegun()) stopping.hurry();
    else grace.reset(graceMs);
  };
  process.on('disconnect', () => {
    isAlone = true;
    if (stopping.hasBegun() || identityOf(process.pid) === null) stopping.hurry();
    else look();
  });
  // Told to leave by a bot that is not our parent: it has hung up by then, or is about to.
  process.on('SIGTERM', look);
  void follow(server, (count) => {
    readers = count;
    look();
  });
}

async function follow(server: RendererServer, changed: (readers: number) => void): Promise<void> {
  for await (const readers of server.readers(new AbortController().signal)) changed(readers);
}

function announce(address: string): void {
  if (isChild) process.send?.({ kind: 'listening', address });
  else process.stdout.write(`easel renderer: listening on ${address}\n`);
}
