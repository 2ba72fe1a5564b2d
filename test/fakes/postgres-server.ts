import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '#test/fakes/free-port.ts';

/** A PostgreSQL server of a test's own, with no password, on 127.0.0.1. */
export interface PostgresServer {
  readonly pid: () => number;
  /** An empty database. */
  newDatabase(): string;
  /** Without a word to those who are connected, as at a loss of power. */
  kill(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Quick, as long as the machine stays up; a killed server still finds what it was told. */
const UNSAFE = ['-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'shared_buffers=16MB'];

/** Where Debian's package has it; null where it is not installed. */
export function findPostgres(): string | null {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return null;
  const newest = readdirSync(root).sort((a, b) => Number(b) - Number(a));
  return newest.map((version) => join(root, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb'))) ?? null;
}

/** Says aloud, once a file, that tests need what is not there; true when it is. */
export function hasPostgres(): boolean {
  if (findPostgres()) return true;
  process.stderr.write('\nNO POSTGRESQL on this machine (apt-get install postgresql): its tests are LEFT OUT\n\n');
  return false;
}

/** Starts a server on a free port. It refuses to run as root, who runs it as Debian's `postgres`. */
export async function startPostgres(): Promise<PostgresServer> {
  const bin = findPostgres();
  if (!bin) throw new Error('PostgreSQL is not installed');
  const folder = mkdtempSync('/tmp/easel-postgres-');
  const owner = ownerOf(folder);
  const data = join(folder, 'data');
  const as = { ...owner, stdio: 'ignore', cwd: folder } as const;
  execFileSync(join(bin, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'easel', '-N', '--no-sync', '-E', 'UTF8'], as);
  const port = await freePort();
  const options = [
    '-c',
    'listen_addresses=127.0.0.1',
    '-k',
    folder,
    '-p',
    String(port),
    '-c',
    'max_connections=100',
    ...UNSAFE,
  ];
  const boot = () => spawn(join(bin, 'postgres'), ['-D', data, ...options], as);
  const ready = async () => {
    for (let tries = 0; tries < 200; tries++) {
      if (spawnSync(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)], as).status === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('PostgreSQL does not answer');
  };
  let child = boot();
  await ready();
  let databases = 0;
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  return {
    pid: () => child.pid!,
    newDatabase() {
      const name = `easel_${databases++}`;
      execFileSync(
        join(bin, 'createdb'),
        ['-h', '127.0.0.1', '-p', String(port), '-U', 'easel', '-S', 'file_copy', name],
        as,
      );
      return `postgres://easel@127.0.0.1:${port}/${name}`;
    },
    kill: () => end('SIGQUIT'),
    async start() {
      child = boot();
      await ready();
    },
    async close() {
      await end('SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function ownerOf(folder: string): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const of = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  const owner = { uid: of('-u'), gid: of('-g') };
  chmodSync(folder, 0o700);
  chownSync(folder, owner.uid, owner.gid);
  return owner;
}
