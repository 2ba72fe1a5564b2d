import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openCluster } from '#bot/cluster/cluster.ts';
import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import { type Clock, systemClock } from '#shared/clock.ts';
import { silentLog } from '#shared/log.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';
import { allReady, snapshotsWhen } from '#test/contract/cluster.ts';
import { createFakeClock, type FakeClock } from '#test/fakes/clock.ts';

const FAKE = join(import.meta.dirname, '../../fakes/renderer-process.ts');

function withLocal({ args = [], clock = systemClock }: { args?: string[]; clock?: Clock } = {}) {
  const local = { cpu: { entry: FAKE, args, environment: {} } };
  const cluster = openCluster({ addresses: [], local, clock, log: silentLog });
  onTestFinished(() => cluster.close());
  return cluster;
}

/** The fake gives its process id as its version. */
const pidOf = (snapshot: RendererSnapshot) => Number(snapshot.description?.version);

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Lets time pass until the work is done. */
async function advanceUntil(clock: FakeClock, work: Promise<unknown>) {
  let isDone = false;
  void work.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    await clock.advance(100);
    await new Promise((resolve) => setTimeout(resolve, 5)); // processes end in their own time
  }
}

describe('a renderer that the bot starts', () => {
  it('keeps its id when it dies and is started again, and ends with the bot', async () => {
    const cluster = withLocal();
    const [first] = await snapshotsWhen(cluster, allReady);
    expect(first).toMatchObject({ id: 'cpu', up: true });
    process.kill(pidOf(first!), 'SIGKILL');
    const [down] = await snapshotsWhen(cluster, ([snapshot]) => !snapshot!.up);
    expect(down!.description?.name).toBe('fake');
    const [second] = await snapshotsWhen(cluster, (all) => allReady(all) && all[0]!.address !== first!.address);
    expect(second!.id).toBe('cpu');
    expect(isRunning(pidOf(first!))).toBe(false);
    await cluster.close();
    expect(isRunning(pidOf(second!))).toBe(false);
  });
  it('that does not end when it is asked to is killed', async () => {
    const clock = createFakeClock();
    const cluster = withLocal({ args: ['deaf'], clock });
    const [snapshot] = await snapshotsWhen(cluster, allReady);
    const closing = cluster.close();
    await clock.advance(4_000);
    expect(isRunning(pidOf(snapshot!))).toBe(true);
    await advanceUntil(clock, closing);
    expect(isRunning(pidOf(snapshot!))).toBe(false);
  });
  it('that never says where it listens is killed and started again', async () => {
    const clock = createFakeClock();
    const cluster = withLocal({ args: ['mute'], clock });
    const down = snapshotsWhen(cluster, ([snapshot]) => snapshot!.downReason!.key === 'link.restarting');
    await advanceUntil(clock, down);
    expect(inEnglish((await down)[0]!.downReason)).toBe(
      'renderer cpu ended (signal SIGKILL) and is being started again',
    );
    await advanceUntil(clock, cluster.close());
  });
  it('that cannot be started says so, and the bot lives', async () => {
    const cluster = withLocal({ args: ['broken'] });
    const [snapshot] = await snapshotsWhen(cluster, ([first]) => first!.downReason!.key === 'link.restarting');
    expect(inEnglish(snapshot!.downReason)).toBe('renderer cpu ended (exit code 1) and is being started again');
    expect(snapshot!.up).toBe(false);
  });
});
