import { Pool } from 'pg';
import { type Bot, CHAOS_AUTH, type JobRow, type Site, type SiteRenderer, until } from '#test/chaos/site.ts';
import { freePort } from '#test/fakes/free-port.ts';
import { type PostgresServer, startPostgres } from '#test/fakes/postgres-server.ts';
import { hasRedis, type RedisServer, startRedis } from '#test/fakes/redis-server.ts';
import { startTcpProxy, type TcpProxy } from '#test/fakes/tcp-proxy.ts';
import { type OwnProcess, runRenderer, startEaselProcess } from '#test/journeys/easel-process.ts';
import { temporaryFolder } from '#test/journeys/temporary-folder.ts';

const BOTS = 2;
const STARTS_WITHIN_MS = 60_000;

/** Several bots on one PostgreSQL, with renderers of their own machines; every cable can be cut. */
export interface ClusterSite extends Site {
  readonly database: PostgresServer;
  /** What carries how far jobs are; null where it is not installed, and the database does. */
  readonly redis: RedisServer | null;
  readonly databaseCable: TcpProxy;
  /** To each renderer, in order. */
  readonly cables: readonly TcpProxy[];
  dispatcher(): Bot | null;
  /** Every bot whose last word of it is that it dispatches, whether it is right or not. */
  dispatchers(): readonly Bot[];
  /** Starts a renderer that has ended in its place; resolves when it listens. */
  restartRenderer(index: number): Promise<void>;
  /** Starts a bot for each that has ended, and waits until somebody dispatches. */
  mend(): Promise<void>;
}

/** Starts all of it, and waits until there is somebody who dispatches. Where one thing does not start, none is left. */
export async function startClusterSite(count: number): Promise<ClusterSite> {
  const folder = temporaryFolder();
  const database = await startPostgres();
  const redis = hasRedis() ? await startRedis() : null;
  try {
    return await startOn({ folder, database, redis }, count);
  } catch (thrown) {
    await Promise.all([database.close(), redis?.close()]);
    folder.remove();
    throw thrown;
  }
}

interface Ground {
  readonly folder: ReturnType<typeof temporaryFolder>;
  readonly database: PostgresServer;
  readonly redis: RedisServer | null;
}

async function startOn({ folder, database, redis }: Ground, count: number): Promise<ClusterSite> {
  const url = new URL(database.newDatabase());
  const databaseCable = await startTcpProxy({ host: url.hostname, port: Number(url.port) });
  const ports = await Promise.all(Array.from({ length: count }, freePort));
  const cables = await Promise.all(ports.map((port) => startTcpProxy({ host: '127.0.0.1', port })));
  const startRenderer = async (port: number) => {
    const own = { EASEL_CACHE: `${folder.path}/cache`, EASEL_PROVIDER: 'cpu', EASEL_THREADS: '1' };
    const listen = { EASEL_LISTEN: `127.0.0.1:${port}`, EASEL_RENDERER_SECRET: CHAOS_AUTH.secret };
    const renderer = runRenderer({ ...own, ...listen });
    await renderer.says(/listening on/);
    return renderer;
  };
  const processes: OwnProcess[] = await Promise.all(ports.map(startRenderer));
  const renderers: readonly SiteRenderer[] = ports.map((port, index) => ({
    id: cables[index]!.address,
    address: `127.0.0.1:${port}`,
    pid: () => processes[index]!.pid,
  }));
  const environment = botEnvironment({ folder: folder.path, url, redis, databaseCable, renderers });
  const bots: Bot[] = [];
  const dispatchers = () => runningOf(bots).filter(leads);
  const start = async () => {
    while (runningOf(bots).length < BOTS) bots.push(await startEaselProcess(environment));
    await until(() => dispatchers().length > 0, STARTS_WITHIN_MS);
  };
  await start();
  const ledger = openLedger(url.href);
  return {
    name: 'cluster',
    database,
    redis,
    databaseCable,
    cables,
    renderers,
    bot: () => runningOf(bots).find((bot) => !leads(bot)) ?? runningOf(bots)[0] ?? null,
    everyBot: () => bots,
    dispatcher: () => dispatchers().at(-1) ?? null,
    dispatchers,
    rows: (which) => rowsOf(ledger, which),
    async restartRenderer(index) {
      processes[index] = await startRenderer(ports[index]!);
    },
    mend: start,
    async close() {
      for (const each of [...runningOf(bots), ...processes]) each.signal('SIGKILL');
      await ledger.end();
      await Promise.all([database.close(), redis?.close()]);
      for (const cable of [databaseCable, ...cables]) await cable.close();
      folder.remove();
    },
  };
}

function botEnvironment({
  folder,
  url,
  redis,
  databaseCable,
  renderers,
}: {
  readonly folder: string;
  readonly url: URL;
  readonly redis: RedisServer | null;
  readonly databaseCable: TcpProxy;
  readonly renderers: readonly SiteRenderer[];
}): Record<string, string> {
  return {
    EASEL_DATA: folder,
    EASEL_DATABASE_URL: `postgres://${url.username}@${databaseCable.address}${url.pathname}`,
    ...(redis && { EASEL_REDIS_URL: redis.url }),
    EASEL_RENDERERS: renderers.map(({ id }) => id).join(','),
    EASEL_RENDERER_SECRET: CHAOS_AUTH.secret,
    EASEL_LOG_LEVEL: 'info',
    EASEL_JOBS_PER_MEMBER: '1000',
  };
}

/** Past every cable; a server that is killed breaks no more than a question. */
function openLedger(url: string): Pool {
  const pool = new Pool({ connectionString: url, max: 2, connectionTimeoutMillis: 3_000, query_timeout: 5_000 });
  return pool.on('error', () => {});
}

async function rowsOf(ledger: Pool, which: 'all' | 'open'): Promise<readonly JobRow[]> {
  const where = which === 'open' ? "WHERE state IN ('queued', 'rendering')" : '';
  return (await ledger.query(`SELECT id, state, attempts, renderer_id FROM jobs ${where}`)).rows;
}

function runningOf(bots: readonly Bot[]): readonly Bot[] {
  return bots.filter((bot) => bot.isRunning());
}

/** Whether the last that it said of it is that it dispatches. */
function leads(bot: Bot): boolean {
  const said = bot.output();
  return said.lastIndexOf('this bot dispatches') > said.lastIndexOf('another bot dispatches');
}
