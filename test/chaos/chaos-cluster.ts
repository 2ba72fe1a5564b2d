import { setTimeout } from 'node:timers/promises';
import { openSharedStorage } from '#bot/storage/shared-storage.ts';
import type { Storage } from '#bot/storage/storage.ts';
import { type PostgresServer, startPostgres } from '#test/fakes/postgres-server.ts';
import { endAll, type OwnProcess, runRenderer, startEaselProcess } from '#test/journeys/easel-process.ts';
import { descendants, stillAlive } from '#test/journeys/processes.ts';
import { temporaryFolder } from '#test/journeys/temporary-folder.ts';

/** How often it is looked whether something has happened. Milliseconds. */
const LOOK_EVERY_MS = 100;
const STEPS = 40;
const RENDERERS = 2;
const BOTS = 2;

type Bot = OwnProcess & { readonly address: string };

/** What became of some jobs. */
export interface Account {
  readonly lost: number;
  readonly twice: number;
  readonly failed: number;
  /** Attempts beyond the first. */
  readonly redrawn: number;
}

/** Two bots on one database and two renderers, all as processes of their own. */
export interface ChaosCluster {
  readonly database: PostgresServer;
  /** Has a picture drawn by way of the bot that does not dispatch, or of any when there is none; the job's id. */
  order(prompt: string): Promise<string>;
  untilDrawing(ids: readonly string[]): Promise<void>;
  untilEnded(ids: readonly string[], withinMs: number): Promise<void>;
  account(ids: readonly string[]): Promise<Account>;
  signalEngine(name: NodeJS.Signals): void;
  dispatcher(): Bot;
  killRenderer(): Promise<void>;
  killDispatcher(): Promise<void>;
  /** Starts what is missing, as a service manager would. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** Starts all of it, and waits until there is somebody who dispatches. */
export async function startChaosCluster(): Promise<ChaosCluster> {
  const folder = temporaryFolder();
  const database = await startPostgres();
  const url = database.newDatabase();
  const sockets = Array.from({ length: RENDERERS }, (_, index) => `unix:${folder.path}/renderer-${index}.sock`);
  const own = { EASEL_CACHE: `${folder.path}/cache`, EASEL_PROVIDER: 'cpu', EASEL_THREADS: '1' };
  const startRenderer = async (socket: string) => {
    const renderer = runRenderer({ ...own, EASEL_LISTEN: socket });
    await renderer.says(/listening on/);
    return renderer;
  };
  const environment = {
    EASEL_DATA: folder.path,
    EASEL_DATABASE_URL: url,
    EASEL_RENDERERS: sockets.join(','),
    EASEL_LOG_LEVEL: 'info',
    EASEL_JOBS_PER_MEMBER: '100',
  };
  const renderers = await Promise.all(sockets.map(startRenderer));
  const bots: Bot[] = [];
  const over: Bot[] = [];
  for (let bot = 0; bot < BOTS; bot++) bots.push(await startEaselProcess(environment));
  const storage = await openSharedStorage({ url, blobsFolder: `${folder.path}/blobs` });
  const dispatcher = () => bots.findLast(leads) ?? bots[0]!;
  await until(async () => bots.some(leads));
  return {
    database,
    dispatcher,
    signalEngine(name) {
      const [engine] = renderers.flatMap(({ pid }) => descendants(pid, 'engine-process'));
      process.kill(engine!, name);
    },
    order: (prompt) => order(bots.find((bot) => !leads(bot)) ?? bots[0]!, prompt),
    untilDrawing: (ids) => untilAll(storage, ids, (state) => state !== 'queued', { most: 1 }),
    untilEnded: (ids, ms) => untilAll(storage, ids, (state) => state !== 'queued' && state !== 'rendering', { ms }),
    account: (ids) => account(storage, ids, [...bots, ...over].map((bot) => bot.output()).join('\n')),
    async killRenderer() {
      const [index, renderer] = [0, renderers[0]!];
      renderer.signal('SIGKILL');
      await renderer.exit();
      renderers[index] = await startRenderer(sockets[index]!);
    },
    async killDispatcher() {
      const killed = dispatcher();
      killed.signal('SIGKILL');
      await killed.exit();
      over.push(...bots.splice(bots.indexOf(killed), 1));
    },
    async mend() {
      while (bots.length < BOTS) bots.push(await startEaselProcess(environment));
      await until(async () => bots.some(leads));
    },
    async close() {
      await storage.close();
      await endAll();
      await database.close();
      folder.remove();
    },
  };
}

/** Whether the last that it said of it is that it dispatches. */
function leads(bot: Bot): boolean {
  const said = bot.output();
  return (
    stillAlive([bot.pid]).length > 0 &&
    said.lastIndexOf('this bot dispatches') > said.lastIndexOf('another bot dispatches')
  );
}

async function order({ address }: Bot, prompt: string): Promise<string> {
  const answer = await fetch(`${address}/api/commands/imagine`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ input: { prompt, steps: STEPS, style: 'plain' } }),
    signal: AbortSignal.timeout(20_000),
  });
  const said = (await answer.json()) as { readonly job?: { readonly id: string } };
  if (!said.job) throw new Error(`not accepted: ${JSON.stringify(said)}`);
  return said.job.id;
}

async function untilAll(
  storage: Storage,
  ids: readonly string[],
  is: (state: string) => boolean,
  { ms = 60_000, most = ids.length }: { readonly ms?: number; readonly most?: number },
): Promise<void> {
  await until(async () => {
    const jobs = await Promise.all(ids.map((id) => storage.ledger.get(id)));
    return jobs.filter((job) => job && is(job.state.kind)).length >= most;
  }, ms);
}

/** The database may be away meanwhile. */
async function until(look: () => Promise<boolean>, ms = 60_000): Promise<void> {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    if (await look().catch(() => false)) return;
    await setTimeout(LOOK_EVERY_MS);
  }
}

async function account(storage: Storage, ids: readonly string[], said: string): Promise<Account> {
  const jobs = await Promise.all(ids.map((id) => storage.ledger.get(id)));
  const count = (is: (state: string) => boolean) => jobs.filter((job) => job && is(job.state.kind)).length;
  const ends = new Map<string, number>();
  for (const [, id] of said.matchAll(/"jobId":"([^"]+)"[^\n]*"msg":"job ended"/g))
    ends.set(id!, (ends.get(id!) ?? 0) + 1);
  return {
    lost: ids.length - count((state) => state === 'done' || state === 'failed'),
    twice: ids.filter((id) => (ends.get(id) ?? 0) > 1).length,
    failed: count((state) => state === 'failed'),
    redrawn: jobs.reduce((sum, job) => sum + Math.max(0, (job?.attempts ?? 1) - 1), 0),
  };
}
