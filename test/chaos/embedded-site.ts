import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isAlive, pidIn } from '#shared/process-identity.ts';
import { type Bot, type JobRow, type Site, type SiteRenderer, until } from '#test/chaos/site.ts';
import { mountSmallDisk, type SmallDisk } from '#test/fakes/small-disk.ts';
import { startEaselProcess } from '#test/journeys/easel-process.ts';
import { descendants, stillAlive } from '#test/journeys/processes.ts';
import { temporaryFolder } from '#test/journeys/temporary-folder.ts';

const DISK_MIB = 192;
const STARTS_WITHIN_MS = 60_000;

/** What its bot is loaded with: a time of day that can be set. */
const CLOCK = join(import.meta.dirname, 'jumping-clock.ts');

/** One bot on a SQLite file with the renderer that it starts itself. */
export interface EmbeddedSite extends Site {
  /** What its data lies on; null where this user may not mount one. */
  readonly disk: SmallDisk | null;
  /** Sets the bot's time of day off by so much. Milliseconds. */
  setClock(offMs: number): void;
  /** Starts the bot that was killed; milliseconds until it takes orders. */
  restartBot(): Promise<number>;
}

/** Starts it and waits until its renderer listens. */
export async function startEmbeddedSite(number: number): Promise<EmbeddedSite> {
  const folder = temporaryFolder();
  const disk = mountSmallDisk(DISK_MIB, folder.path);
  const data = join(folder.path, 'data');
  const clock = `${folder.path}-clock`;
  const environment = {
    EASEL_DATA: data,
    EASEL_CACHE: `${folder.path}-cache`,
    EASEL_PROVIDER: 'cpu',
    EASEL_THREADS: '1',
    EASEL_LOG_LEVEL: 'info',
    EASEL_JOBS_PER_MEMBER: '1000',
    NODE_OPTIONS: `--import=${CLOCK}`,
    CHAOS_CLOCK: clock,
  };
  const bots: Bot[] = [await startEaselProcess(environment)];
  const record = join(data, 'run', 'cpu.json');
  const renderer: SiteRenderer = {
    id: 'cpu',
    address: `unix:${join(data, 'run', 'cpu.sock')}`,
    pid: () => recordedPid(record),
  };
  await until(() => renderer.pid() !== null, STARTS_WITHIN_MS);
  return {
    name: `embedded ${number}`,
    disk,
    renderers: [renderer],
    bot: () => (bots.at(-1)!.isRunning() ? bots.at(-1)! : null),
    everyBot: () => bots,
    rows: async (which) => rowsOf(join(data, 'easel.sqlite'), which),
    setClock: (offMs) => writeFileSync(clock, String(offMs)),
    async restartBot() {
      const began = performance.now();
      bots.push(await startEaselProcess(environment));
      return performance.now() - began;
    },
    async close() {
      const left = renderer.pid();
      const family = left === null ? [] : [left, ...descendants(left)];
      bots.at(-1)!.signal('SIGKILL');
      for (const pid of stillAlive(family)) process.kill(pid, 'SIGKILL');
      disk?.unmount();
      folder.remove();
    },
  };
}

function recordedPid(file: string): number | null {
  if (!existsSync(file)) return null;
  const { identity } = JSON.parse(readFileSync(file, 'utf8')) as { readonly identity: string };
  return isAlive(identity) ? pidIn(identity) : null;
}

function rowsOf(file: string, which: 'all' | 'open'): readonly JobRow[] {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 2_000 });
  try {
    const where = which === 'open' ? "WHERE state IN ('queued', 'rendering')" : '';
    return database.prepare(`SELECT id, state, attempts, renderer_id FROM jobs ${where}`).all() as unknown as JobRow[];
  } finally {
    database.close();
  }
}
