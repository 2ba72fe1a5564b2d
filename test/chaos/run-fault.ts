import { setTimeout } from 'node:timers/promises';
import { type Account, accountOf, type Evidence } from '#test/chaos/account.ts';
import type { ClusterSite } from '#test/chaos/cluster-site.ts';
import type { EmbeddedSite } from '#test/chaos/embedded-site.ts';
import type { Fault, Struck } from '#test/chaos/fault.ts';
import { keepLogs } from '#test/chaos/kept-logs.ts';
import { keepLoaded } from '#test/chaos/load.ts';
import { type Site, until } from '#test/chaos/site.ts';

/** How long jobs that are open at the end may take. Milliseconds. */
const ENDED_WITHIN_MS = 120_000;

/** Between two strikes of a lane at most: any phase. Milliseconds. */
const PHASE_MS = 600;

/** How far a fault goes. */
export interface Extent {
  /** Of a release's counts, 0 … 1. */
  readonly share: number;
  /** No strike begins after so long. Milliseconds. */
  readonly mostMs: number;
}

/** What there is to break. */
export interface Sites {
  readonly cluster: ClusterSite | null;
  readonly embedded: readonly EmbeddedSite[];
}

/** How often it broke, and what came of it. */
export interface Report extends Account {
  readonly fault: Fault;
  readonly wanted: number;
  readonly reached: number;
  readonly seconds: number;
  /** Where the logs of all bots lie, when something was wrong. */
  readonly logs: string | null;
}

/** Lets one thing break under load until it has so often, or its time is over; then waits for every job, and counts. */
export async function runFault(fault: Fault, sites: Sites, { share, mostMs }: Extent): Promise<Report> {
  const began = performance.now();
  const wanted = Math.max(1, Math.round(fault.times * share));
  const turns = takeTurns(wanted, began + mostMs);
  const evidence = await Promise.all(
    lanesOf(fault, sites).map(({ site, lanes }) => suffer(fault, { site, lanes, turns })),
  );
  const account = await accountOf(evidence);
  const reached = evidence.reduce((sum, { struck }) => sum + struck.length, 0);
  const seconds = (performance.now() - began) / 1000;
  const isWrong = account.wrong.length > 0;
  const logs = isWrong
    ? await keepLogs(
        fault.name,
        evidence.map(({ site }) => site),
      )
    : null;
  return { ...account, fault, wanted, reached, seconds, logs };
}

/** Who may strike yet. */
interface Turns {
  /** False when it was often enough, or the time is over and somebody has struck. */
  take(): boolean;
  /** There was nothing to strike: it counts as not taken. */
  giveBack(): void;
}

function takeTurns(wanted: number, end: number): Turns {
  let left = wanted;
  return {
    take() {
      if (left === 0 || (left < wanted && performance.now() >= end)) return false;
      left -= 1;
      return true;
    },
    giveBack() {
      left += 1;
    },
  };
}

interface Lane {
  readonly site: Site;
  /** Each strikes once. */
  readonly lanes: readonly ((round: number) => Promise<Struck | null>)[];
}

function lanesOf(fault: Fault, { cluster, embedded }: Sites): readonly Lane[] {
  if (fault.where === 'embedded')
    return embedded.map((site, lane) => ({ site, lanes: [(round) => fault.strike({ site, lane, round })] }));
  if (!cluster) return [];
  const lanes = Array.from({ length: fault.lanes(cluster) }, (_, lane) => {
    return (round: number) => fault.strike({ site: cluster, lane, round });
  });
  return [{ site: cluster, lanes }];
}

async function suffer(fault: Fault, { site, lanes, turns }: Lane & { readonly turns: Turns }): Promise<Evidence> {
  const before = new Set((await site.rows('all')).map(({ id }) => id));
  const load = keepLoaded(site, fault.open);
  const struck: Struck[] = [];
  if (fault.open > 0)
    await until(async () => (await site.rows('open')).some(({ state }) => state === 'rendering'), 20_000);
  const strikeOn = async (strike: Lane['lanes'][number]) => {
    for (let round = 0; turns.take(); round++) {
      await setTimeout(Math.random() * PHASE_MS);
      const one = await strike(round);
      if (one) struck.push(one);
      else turns.giveBack();
    }
  };
  await Promise.all(lanes.map(strikeOn));
  await load.stop();
  await until(async () => (await site.rows('open')).length === 0, ENDED_WITHIN_MS);
  const accepted = [...load.accepted, ...struck.flatMap((one) => one.accepted ?? [])];
  return { site, accepted, struck, before };
}
