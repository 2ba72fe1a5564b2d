// A renderer: the gRPC server in this process, the engine in a child. Stands alone, or is itself a child of the bot: then it
// sends its address over the channel it was started with, and ends when that closes.
import { ChildEngine } from '#renderer/engine/process/child-engine.ts';
import { type RendererConfig, readRendererConfig } from '#shared/config/renderer.ts';
import { type RendererLock, readRendererLock } from '#shared/config/renderer-lock.ts';
import { Failure } from '#shared/failure.ts';
import { createLog } from '#shared/log.ts';

const isChild = process.send !== undefined;

try {
  await start(readRendererConfig(process.env), readRendererLock(process.env));
} catch (thrown) {
  process.stderr.write(`easel renderer: ${Failure.from(thrown).message}\n`);
  process.exit(1);
}

async function start(config: RendererConfig, lock: RendererLock): Promise<void> {
  const log = createLog({ name: config.name, level: config.logLevel });
  const engine = new ChildEngine(config, { log });
  // The engine takes longest to start, so it is on its way before the rest of the program is even read.
  const { startService } = await import('#renderer/service/start-service.ts');
  const listen = config.listen ?? '127.0.0.1:50551';
  const server = await startService(config, { engine, log, listen, lock });
  stopInOrder(async (hurry) => {
    await server.close(AbortSignal.any([hurry, AbortSignal.timeout(config.drainMs)]));
    await engine.close();
  });
  announce(server.address);
}

/** A first signal lets running renders finish; a second, or the parent's end, aborts them. Both close in the same order. */
function stopInOrder(stop: (hurry: AbortSignal) => Promise<void>): void {
  const hurry = new AbortController();
  let stopping: Promise<void> | null = null;
  const shutDown = () => {
    if (stopping) hurry.abort();
    stopping ??= stop(hurry.signal).then(() => process.exit(0));
  };
  process.on('SIGTERM', shutDown);
  // In a terminal Ctrl-C reaches the bot and its renderers alike; the bot says when they leave.
  process.on('SIGINT', isChild ? () => {} : shutDown);
  process.on('disconnect', () => {
    hurry.abort();
    shutDown();
  });
}

function announce(address: string): void {
  if (isChild) process.send?.({ kind: 'listening', address });
  else process.stdout.write(`easel renderer: listening on ${address}\n`);
}
