import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { freePort } from '#test/fakes/free-port.ts';

/** A Redis or Valkey of a test's own, without a password, on 127.0.0.1. */
export interface RedisServer {
  readonly url: string;
  /** Without a word to those who are connected; what it held is lost. */
  kill(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** As Debian's packages call it; null where neither is installed. */
function findRedis(): string | null {
  return ['redis-server', 'valkey-server'].find((name) => spawnSync(name, ['--version']).status === 0) ?? null;
}

/** Says aloud, once a file, that tests need what is not there; true when it is. */
export function hasRedis(): boolean {
  if (findRedis()) return true;
  process.stderr.write('\nNO REDIS on this machine (apt-get install redis-server): its tests are LEFT OUT\n\n');
  return false;
}

/** Starts a server on a free port. */
export async function startRedis(): Promise<RedisServer> {
  const program = findRedis();
  if (!program) throw new Error('Redis is not installed');
  const folder = mkdtempSync('/tmp/easel-redis-');
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
  const boot = () => spawn(program, options, { stdio: 'ignore' });
  let child = boot();
  await answers(port);
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    async start() {
      child = boot();
      await answers(port);
    },
    async close() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(port: number): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const socket = connect(port, '127.0.0.1');
    const isThere = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('Redis does not answer');
}
