import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openCluster } from '#bot/cluster/cluster.ts';
import { fingerprintOf, readRecord, writeRecord } from '#bot/cluster/renderer-record.ts';
import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import { type Clock, systemClock } from '#shared/clock.ts';
import { silentLog } from '#shared/log.ts';
import { identityOf } from '#shared/process-identity.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';
import { allReady, snapshotsWhen } from '#test/contract/cluster.ts';
import { createFakeClock, type FakeClock } from '#test/fakes/clock.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const FAKE = join(import.meta.dirname, '../../fakes/renderer-process.ts');

const scratch = scratchFolder();

interface Local {
  readonly args?: string[];
  readonly clock?: Clock;
  readonly record?: string;
}

function withLocal({ args = [], clock = systemClock, record }: Local = {}) {
  const local = { cpu: { entry: FAKE, args, environment: {}, ...(record && { record }) } };
  const cluster = openCluster({ addresses: [], local, clock, log: silentLog });
  onTestFinished(() => cluster.close());
  return cluster;
}

/** A process that a bot which is no more has left behind, and its record. */
async function leaveBehind(record: string, { args }: { readonly args: string[] }): Promise<number> {
  const child = spawn(process.execPath, [FAKE], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const fingerprint = fingerprintOf({ entry: FAKE, args, environment: {} });
  writeRecord(record, child.pid!, { fingerprint, address: line.toString().trim() });
  return child.pid!;
}

describe('a renderer that the bot before has left', () => {
  it('is taken up as it is, started again when it dies, and ends with this bot', async () => {
    const record = join(scratch, 'same.json');
    const left = await leaveBehind(record, { args: [] });
    const cluster = withLocal({ record });
    expect(pidOf((await snapshotsWhen(cluster, allReady))[0]!)).toBe(left);
    process.kill(left, 'SIGKILL');
    const isAnother = (all: readonly RendererSnapshot[]) => allReady(all) && pidOf(all[0]!) !== left;
    const next = pidOf((await snapshotsWhen(cluster, isAnother))[0]!);
    expect(readRecord(record)).toMatchObject({ identity: expect.stringMatching(`^${next}-`) });
    await cluster.close();
    expect([isRunning(next), readRecord(record)]).toEqual([false, null]);
    const again = await leaveBehind(record, { args: [] });
    const third = withLocal({ record });
    expect(pidOf((await snapshotsWhen(third, allReady))[0]!)).toBe(again);
    await third.close();
    expect(identityOf(again)).toBeNull();
  });
  it('is ended before another one starts when it was started with other settings', async () => {
    const record = join(scratch, 'other.json');
    const left = await leaveBehind(record, { args: ['other'] });
    const cluster = withLocal({ record });
    expect(pidOf((await snapshotsWhen(cluster, allReady))[0]!)).not.toBe(left);
    expect(identityOf(left)).toBeNull();
  });
  it('is not taken for one when its id is another process by now', async () => {
    const record = join(scratch, 'stranger.json');
    writeFileSync(record, JSON.stringify({ identity: `${process.pid}-1`, fingerprint: 'x', address: null }));
    expect(allReady(await snapshotsWhen(withLocal({ record }), allReady))).toBe(true);
  });
});

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
  it('that listens and never answers is killed and started again', async () => {
    const clock = createFakeClock();
    const cluster = withLocal({ args: ['silent'], clock });
    await snapshotsWhen(cluster, ([snapshot]) => snapshot!.downReason!.key === 'link.unreachable');
    const down = snapshotsWhen(cluster, ([snapshot]) => snapshot!.downReason!.key === 'link.restarting');
    await advanceUntil(clock, down);
    expect((await down)[0]!.downReason!.values.ending).toMatchObject({ values: { signal: 'SIGKILL' } });
    await advanceUntil(clock, cluster.close());
  });
  it('that is killed again and again after a healthy while comes back as soon as the first time', async () => {
    const clock = createFakeClock();
    const pauses: number[] = [];
    const warn = (about: { pauseMs?: number }) => void (about.pauseMs && pauses.push(about.pauseMs));
    const log = { ...silentLog, warn } as typeof silentLog;
    const cluster = openCluster({
      addresses: [],
      local: { cpu: { entry: FAKE, args: [], environment: {} } },
      clock,
      log,
    });
    onTestFinished(() => advanceUntil(clock, cluster.close()));
    for (let life = 0; life < 3; life += 1) {
      const ready = snapshotsWhen(cluster, (all) => allReady(all));
      await advanceUntil(clock, ready);
      await clock.advance(20_000);
      process.kill(pidOf((await ready)[0]!), 'SIGKILL');
      await snapshotsWhen(cluster, ([snapshot]) => snapshot!.downReason?.key === 'link.restarting');
    }
    expect(pauses.length).toBeGreaterThanOrEqual(3);
    expect(Math.max(...pauses)).toBe(200);
  });
  it('that cannot be started says so, and the bot lives', async () => {
    const cluster = withLocal({ args: ['broken'] });
    const [snapshot] = await snapshotsWhen(cluster, ([first]) => first!.downReason!.key === 'link.restarting');
    expect(inEnglish(snapshot!.downReason)).toBe('renderer cpu ended (exit code 1) and is being started again');
    expect(snapshot!.up).toBe(false);
  });
});
