import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hasPostgres, type PostgresServer, startPostgres } from '#test/fakes/postgres-server.ts';
import { endAll, type OwnProcess, runRenderer, startEaselProcess } from '#test/journeys/easel-process.ts';
import { temporaryFolder } from '#test/journeys/temporary-folder.ts';
import { AUTH } from '#test/renderer/service/real-renderer.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

type Bot = OwnProcess & { readonly address: string };

interface JobSeen {
  readonly id: string;
  readonly state: string;
  readonly step: number;
}

describe.runIf(hasPostgres())('two bots on one PostgreSQL ledger', () => {
  const folder = temporaryFolder();
  let server: PostgresServer;
  let environment: Record<string, string>;
  let leader: Bot;
  let other: Bot;

  beforeAll(async () => {
    server = await startPostgres();
    const own = { EASEL_CACHE: `${folder.path}/cache`, EASEL_PROVIDER: 'cpu', EASEL_THREADS: '1' };
    const renderer = runRenderer({ ...own, EASEL_RENDERER_SECRET: AUTH.secret });
    const [, address] = await renderer.says(/listening on (\S+)/);
    environment = {
      EASEL_DATA: folder.path,
      EASEL_DATABASE_URL: server.newDatabase(),
      EASEL_RENDERERS: address!,
      EASEL_RENDERER_SECRET: AUTH.secret,
      EASEL_LOG_LEVEL: 'info',
    };
    leader = await startEaselProcess(environment);
    await leader.says(/this bot dispatches/);
    other = await startEaselProcess(environment);
    await other.says(/another bot dispatches/);
  });
  afterAll(async () => {
    await endAll();
    await server.close();
    folder.remove();
  });

  it('draws what the one that does not dispatch accepted, and shows there how far it is', async () => {
    const id = await order(other, { prompt: 'a red house', steps: 30 });
    const seen = await untilDone(other, id);
    expect(seen.some(({ state, step }) => state === 'rendering' && step > 0)).toBe(true);
    const picture = await fetch(`${other.address}/api/jobs/${id}/pictures/0.png`);
    expect(picture.status).toBe(200);
    expect((await jobsOf(leader)).find((job) => job.id === id)?.state).toBe('done');
  });

  it('a picture that is being drawn is joined by the other bot when the one that dispatches is killed', async () => {
    const id = await order(other, { prompt: 'a blue boat', steps: 100 });
    await until(async () => (await jobsOf(other)).find((job) => job.id === id && job.step > 2));
    leader.signal('SIGKILL');
    await leader.exit();
    await untilDone(other, id);
    const attempts = [...other.output().matchAll(/"attempt begun"/g)].length;
    expect(attempts, 'it was joined, not drawn anew').toBe(0);
    leader = other;
  });

  it('one that is stopped past its lease and woken writes nothing more, and follows', async () => {
    const before = await startEaselProcess(environment);
    await before.says(/another bot dispatches/);
    leader.signal('SIGSTOP');
    await before.says(/this bot dispatches/);
    const id = await order(before, { prompt: 'a green tree', steps: 20 });
    leader.signal('SIGCONT');
    await untilDone(before, id);
    await leader.says(/this bot dispatches[\s\S]*another bot dispatches/);
    await untilDone(leader, await order(leader, { prompt: 'a house', steps: 10 }));
  });

  it('a database that is killed and comes back loses nothing', async () => {
    const ids = [];
    for (let each = 0; each < 3; each++) ids.push(await order(leader, { prompt: `tree ${each}`, steps: 40 }));
    await server.kill();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await server.start();
    for (const id of ids) await untilDone(leader, id);
  });
});

async function order({ address }: Bot, input: Record<string, unknown>): Promise<string> {
  const answer = await fetch(`${address}/api/commands/imagine`, {
    method: 'POST',
    signal: AbortSignal.timeout(20_000),
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ input: { style: 'plain', ...input } }),
  });
  const said = (await answer.json()) as { readonly job?: { readonly id: string } };
  const id = said.job?.id;
  if (!id) throw new Error(`not accepted: ${JSON.stringify(said)}`);
  return id;
}

async function jobsOf({ address }: Bot): Promise<readonly JobSeen[]> {
  const answer = await fetch(`${address}/api/jobs`, { signal: AbortSignal.timeout(20_000) });
  const { jobs = [] } = (await answer.json()) as { readonly jobs?: readonly JobSeen[] };
  return jobs;
}

/** Everything that was seen of the job on the way. */
async function untilDone(bot: Bot, id: string): Promise<readonly JobSeen[]> {
  const seen: JobSeen[] = [];
  await until(async () => {
    const job = (await jobsOf(bot)).find((each) => each.id === id);
    if (job) seen.push(job);
    if (job?.state === 'failed') throw new Error(`failed: ${JSON.stringify(job)}`);
    return job?.state === 'done';
  });
  return seen;
}

async function until<T>(look: () => Promise<T>, withinMs = 60_000): Promise<T> {
  const end = Date.now() + withinMs;
  while (Date.now() < end) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not happen in time');
}
