import { expect, it } from 'vitest';
import { isOver } from '#test/bot/jobs/bot-process.ts';
import {
  end,
  startTestJobService,
  submission,
  type TestJobService,
  viewsUntil,
} from '#test/bot/jobs/job-service-fixture.ts';
import { allReady, snapshotsWhen } from '#test/contract/cluster.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

/** How an order is to be drawn so that it takes a while, and goes on as long as both are busy. */
const LONG = { width: 64, height: 64, steps: 60 };
const SHORT = { width: 64, height: 64, steps: 4 };

/** What bots with ledgers of their own may expect of a renderer that they share; `start` gives its address. */
export function sharedRendererContract(start: () => Promise<string>) {
  const open = async (folder: string, address: string) => {
    const service = await startTestJobService({ folder, addresses: [address] });
    await snapshotsWhen(service.cluster, allReady);
    return service;
  };
  const twoBots = async () => {
    const address = await start();
    const folder = scratchFolder();
    const older = await open(folder, address);
    const newer = await open(scratchFolder(), address);
    return { address, folder, older, newer };
  };

  it('draws for both, for the one that started first as well, and nothing twice', async () => {
    const { older, newer } = await twoBots();
    const given: (readonly [TestJobService, string])[] = [];
    for (const bot of [newer, older, newer, older]) given.push([bot, await order(bot, SHORT)]);
    for (const [bot, id] of given) {
      expect((await end(bot, id)).job).toMatchObject({ state: { kind: 'done' }, attempts: 1 });
      expect(await bot.jobs.pictures(id)).toHaveLength(1);
    }
    for (const { cluster } of [older, newer]) expect(cluster.snapshot()[0]).toMatchObject({ up: true });
  });

  it('goes on for one when the other starts anew, which joins what it had begun', async () => {
    const { older, newer, folder, address } = await twoBots();
    const ids = [await order(older, LONG), await order(newer, LONG)] as const;
    await drawing(older, ids[0]);
    await older.stop();
    const again = await open(folder, address);
    expect((await end(again, ids[0])).job).toMatchObject({ state: { kind: 'done' }, attempts: 1 });
    expect((await end(newer, ids[1])).job).toMatchObject({ state: { kind: 'done' }, attempts: 1 });
  });

  it('ends what one cancels, and that alone', async () => {
    const { older, newer } = await twoBots();
    const ids = [await order(older, LONG), await order(newer, LONG)] as const;
    await drawing(older, ids[0]);
    await older.jobs.cancel(ids[0], { id: 'nelly', name: 'Nelly', isModerator: false });
    expect((await end(older, ids[0])).job.state.kind).toBe('cancelled');
    expect((await end(newer, ids[1])).job).toMatchObject({ state: { kind: 'done' }, attempts: 1 });
  });
}

async function order({ jobs }: TestJobService, size: typeof LONG): Promise<string> {
  return (await jobs.submit(submission({ order: { prompt: 'a red house by the sea', ...size } }))).job.id;
}

async function drawing(bot: TestJobService, id: string): Promise<void> {
  const views = await viewsUntil(bot, id, ({ job, progress }) => isOver(job) || progress.step > 0);
  expect(views.at(-1)?.job.state.kind).toBe('rendering');
}
