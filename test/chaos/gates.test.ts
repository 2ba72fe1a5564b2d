import { describe, expect, it } from 'vitest';
import { accountOf } from '#test/chaos/account.ts';
import { engineStop, poison } from '#test/chaos/engine-faults.ts';
import type { Fault, Struck } from '#test/chaos/fault.ts';
import { gatesOfRun } from '#test/chaos/gates.ts';
import { growthOf } from '#test/chaos/memory-watch.ts';
import type { JobRow } from '#test/chaos/site.ts';
import { botKill } from '#test/chaos/system-faults.ts';

const RUN = { seconds: 500, secondsMost: 600, grownMiB: new Map([['bot', 3] as const]) };

/** What an installation has after a fault: rows of its ledger, and what its bots said. */
async function report(
  fault: Fault,
  {
    rows,
    struck,
    said = [],
    wanted = struck.length,
  }: {
    readonly rows: readonly JobRow[];
    readonly struck: readonly Struck[];
    readonly said?: readonly object[];
    readonly wanted?: number;
  },
) {
  const bot = { output: () => said.map((line) => `${JSON.stringify(line)}\n`).join('') } as never;
  const none = { bot: () => null, close: async () => {}, renderers: [] };
  const site = { ...none, name: 'one', everyBot: () => [bot], rows: async () => rows };
  const account = await accountOf([{ site, struck, before: new Set(['old']), accepted: rows.map(({ id }) => id) }]);
  return { ...account, fault, wanted, reached: struck.length, seconds: 1, logs: null };
}

const done = (id: string, attempts = 1): JobRow => ({ id, state: 'done', attempts, renderer_id: null });
const failed = (id: string): JobRow => ({ ...done(id), state: 'failed' });
const hit = (id: string) => ({ id, attempts: 1, at: 1_000 });

const open = (gates: ReturnType<typeof gatesOfRun>) =>
  gates.filter(({ holds }) => !holds).map(({ name, measured }) => `${name}: ${measured}`);

describe('the gates of a release', () => {
  it('hold when all was done and nothing happened to any job', async () => {
    const rows = ['a', 'b', 'old'].map((id) => done(id));
    const kills = await report(botKill, { rows, struck: [{ backMs: 900, hits: [hit('a')] }] });
    expect(open(gatesOfRun([kills], RUN))).toEqual([]);
    expect(kills.wrong).toEqual([]);
  });

  it('do not hold for what was lost, shown twice, failed, drawn again, untrue, or done too seldom', async () => {
    const rows = [done('twice'), failed('innocent'), { ...done('open'), state: 'queued' }, done('again', 2)];
    const said = ['twice', 'twice', 'again'].map((jobId) => ({ jobId, msg: 'job ended', time: 1 }));
    const struck = [{ backMs: 900, hits: [hit('again')] }];
    const kills = await report(botKill, { rows, struck, said, wanted: 90 });
    const stops = await report(engineStop, { rows: [], struck: [{ backMs: 60_000, isTruthful: false }] });
    expect(open(gatesOfRun([kills, stops], RUN))).toEqual([
      ...['jobs lost: 1', 'jobs shown twice: 1', 'ordinary jobs failed: 1', 'bot-kill: times: 1'],
      ...['all killed bots: jobs joined: 0 of 1', 'bot-kill: jobs joined: 0 of 1'],
      ...['engine-stop: back, longest: 60.00 s', 'engine-stop: panel true within 10 s: 0 of 1'],
    ]);
    expect(kills.wrong).toEqual(['1 lost', '1 twice', '1 failed']);
    expect(stops.wrong).toEqual(['a panel was not true after ten seconds']);
  });

  it('ask of poison that it fails, and that it takes no more than three along', async () => {
    const rows = [failed('a'), done('b')];
    const struck = [{ poison: { id: 'a', kills: 4 } }, { poison: { id: 'b', kills: 1 } }];
    const gates = gatesOfRun([await report(poison, { rows, struck })], RUN);
    expect(open(gates)).toEqual(['poison jobs given up: 1 of 2', 'engines or services that a poison job took: 4']);
  });

  it('do not hold where nothing was measured', async () => {
    const gates = gatesOfRun([await report(botKill, { rows: [], struck: [{}] })], { ...RUN, grownMiB: new Map() });
    expect(open(gates)).toEqual([
      ...['all killed bots: jobs joined: not measured', 'bot-kill: jobs joined: not measured'],
      'memory grown: not measured',
    ]);
  });
});

describe('how much a process grew', () => {
  const samples = (seconds: number, of: (second: number) => number) =>
    Array.from({ length: seconds / 5 }, (_, each) => ({ at: each * 5_000, mebibytes: of(each * 5) }));

  it('is from what such a process takes in the first half of its life to its end, and nothing of one that lived less than a minute', () => {
    const warming = samples(200, (second) => (second < 80 ? second * 2 : 160));
    const leaking = samples(200, (second) => 100 + second);
    const late = samples(200, (second) => (second < 150 ? 40 : 150));
    expect(growthOf([warming])).toBe(0);
    expect(growthOf([leaking])).toBeCloseTo(90, -1);
    // What another has loaded by then is no growth; what none has is.
    expect(growthOf([warming, late])).toBe(0);
    expect(growthOf([late])).toBe(110);
    expect(growthOf([warming, samples(400, (second) => 100 + second)])).toBeGreaterThan(150);
    expect(growthOf([samples(50, (second) => second)])).toBeNull();
    expect(growthOf([])).toBeNull();
  });
});
