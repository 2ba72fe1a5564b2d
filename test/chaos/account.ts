import type { Fault, Hit, Struck } from '#test/chaos/fault.ts';
import type { Site } from '#test/chaos/site.ts';

/** Engines or services that a poison job may take along. */
const POISON_KILLS_MAX = 3;

/** What became of everything, and whether it may be so. */
export interface Account {
  readonly jobs: number;
  readonly lost: number;
  readonly twice: number;
  readonly failed: number;
  /** Attempts beyond the first. */
  readonly redrawn: number;
  /** What members lost or were told wrongly, each as a sentence. */
  readonly wrong: readonly string[];
  /** What took longer, or grew more, than it may; says something of a machine that is calm. */
  readonly slow: readonly string[];
  /** What was measured besides. */
  readonly measured: readonly string[];
}

/** Everything of a fault at one site. */
export interface Evidence {
  readonly site: Site;
  readonly accepted: readonly string[];
  readonly struck: readonly Struck[];
  /** Jobs that were there before. */
  readonly before: ReadonlySet<string>;
}

/** Compares what members were told with what the ledgers and logs of all sites say. */
export async function accountOf(fault: Fault, evidence: readonly Evidence[]): Promise<Account> {
  const each = await Promise.all(evidence.map(countJobs));
  const sum = (of: (counted: (typeof each)[number]) => number) => each.reduce((total, one) => total + of(one), 0);
  const struck = evidence.flatMap((one) => one.struck);
  const counted = {
    jobs: sum(({ jobs }) => jobs),
    lost: sum(({ lost }) => lost),
    twice: sum(({ twice }) => twice),
    failed: sum(({ failed }) => failed),
    redrawn: sum(({ redrawn }) => redrawn),
  };
  const elsewhere = each.flatMap((one) => one.elsewhereMs);
  const resumed = each.flatMap((one) => one.resumed);
  const measured = [
    ...distribution('back', timesOf(struck)),
    ...distribution('elsewhere', elsewhere),
    ...share('resumed', resumed),
    ...share(
      'truthful',
      struck.flatMap(({ isTruthful }) => isTruthful ?? []),
    ),
    ...poisonKills(struck),
  ];
  const wrong = [
    ...(['lost', 'twice', 'failed'] as const)
      .filter((name) => counted[name] > 0)
      .map((name) => `${counted[name]} ${name}`),
    ...each.flatMap((one) => one.wrong),
    ...untrue(struck),
  ];
  return { ...counted, wrong, slow: slowness(fault, { struck, elsewhere, resumed }), measured };
}

async function countJobs({ site, accepted, struck, before }: Evidence) {
  const rows = new Map((await site.rows('all')).map((row) => [row.id, row]));
  const poison = new Set(struck.flatMap(({ poison: one }) => one?.id ?? []));
  const told = [...accepted, ...poison];
  const own = [...rows.values()].filter(({ id }) => !before.has(id));
  const isOpen = (state: string) => state === 'queued' || state === 'rendering';
  const said = site
    .everyBot()
    .map((bot) => bot.output())
    .join('\n');
  const ends = new Map<string, number>();
  for (const [, id] of said.matchAll(/"jobId":"([^"]+)"[^\n]*"msg":"job ended"/g))
    ends.set(id!, (ends.get(id!) ?? 0) + 1);
  const failed = own.filter(({ id, state }) => state === 'failed' && !poison.has(id));
  const hits = struck.flatMap((one) => one.hits ?? []);
  return {
    jobs: own.length,
    lost: told.filter((id) => !rows.has(id)).length + own.filter(({ state }) => isOpen(state)).length,
    twice: own.filter(({ id }) => (ends.get(id) ?? 0) > 1).length,
    failed: failed.length,
    redrawn: own.reduce((total, { attempts }) => total + Math.max(0, attempts - 1), 0),
    resumed: hits.map(({ id, attempts }) => rows.get(id)?.attempts === attempts),
    elsewhereMs: hits.flatMap((hit) => begunAgain(hit, said)),
    wrong: [...poison].filter((id) => rows.get(id)?.state !== 'failed').map((id) => `poison ${id} did not fail`),
  };
}

/** Milliseconds until the job's next attempt, where there was one. */
function begunAgain({ id, attempts, at }: Hit, said: string): readonly number[] {
  const pattern = new RegExp(
    `"time":(\\d+)[^\\n]*"jobId":"${id}","attempt":${attempts + 1},[^\\n]*"msg":"attempt begun"`,
  );
  const time = said.match(pattern)?.[1];
  return time === undefined ? [] : [Number(time) - at];
}

function slowness(
  { gates = {} }: Fault,
  {
    struck,
    elsewhere,
    resumed,
  }: {
    readonly struck: readonly Struck[];
    readonly elsewhere: readonly number[];
    readonly resumed: readonly boolean[];
  },
): readonly string[] {
  const back = timesOf(struck);
  const over = (limit: number | undefined, value: number | null) =>
    limit !== undefined && value !== null && value > limit;
  const resumedShare = resumed.length === 0 ? 1 : resumed.filter(Boolean).length / resumed.length;
  const grown = Math.max(0, ...struck.map(({ grownMiB = 0 }) => grownMiB));
  return [
    ...when(over(gates.backP99Ms, quantile(back, 0.99)), `back p99 is over ${gates.backP99Ms} ms`),
    ...when(over(gates.backMostMs, quantile(back, 1)), `back took over ${gates.backMostMs} ms`),
    ...when(over(gates.elsewhereP99Ms, quantile(elsewhere, 0.99)), `elsewhere p99 is over ${gates.elsewhereP99Ms} ms`),
    ...when(resumedShare < (gates.resumedShare ?? 0), `only ${(resumedShare * 100).toFixed(0)} % resumed`),
    ...when(over(gates.grownMostMiB, grown), `memory grew by ${grown.toFixed(0)} MiB`),
  ];
}

function untrue(struck: readonly Struck[]): readonly string[] {
  const never = struck.filter(({ backMs }) => backMs === null).length;
  const isWrong = struck.some(({ isTruthful }) => isTruthful === false);
  const kills = Math.max(0, ...struck.map((one) => one.poison?.kills ?? 0));
  return [
    ...when(never > 0, `${never} did not come back`),
    ...when(isWrong, 'a panel was not true after ten seconds'),
    ...when(kills > POISON_KILLS_MAX, `a poison job took ${kills} engines or services`),
  ];
}

function when(is: boolean, sentence: string): readonly string[] {
  return is ? [sentence] : [];
}

function timesOf(struck: readonly Struck[]): readonly number[] {
  return struck.flatMap(({ backMs }) => backMs ?? []);
}

/** Null of nothing. */
function quantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null;
}

function distribution(name: string, values: readonly number[]): readonly string[] {
  if (values.length === 0) return [];
  const [p50, p99, most] = [0.5, 0.99, 1].map((share) => ((quantile(values, share) ?? 0) / 1000).toFixed(1));
  return [`${name} p50 ${p50} p99 ${p99} max ${most} s`];
}

function share(name: string, all: readonly boolean[]): readonly string[] {
  return all.length === 0 ? [] : [`${name} ${all.filter(Boolean).length} of ${all.length}`];
}

function poisonKills(struck: readonly Struck[]): readonly string[] {
  const kills = struck.flatMap(({ poison: one }) => one?.kills ?? []);
  return kills.length === 0 ? [] : [`what each poison took: at most ${Math.max(...kills)}`];
}
