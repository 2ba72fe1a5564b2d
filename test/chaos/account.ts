import type { Hit, Struck } from '#test/chaos/fault.ts';
import { type JobLog, readJobLog } from '#test/chaos/job-log.ts';
import { POISON_KILLS_MAX, type Samples } from '#test/chaos/samples.ts';
import type { JobRow, Site } from '#test/chaos/site.ts';

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
  readonly samples: Samples;
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
export async function accountOf(evidence: readonly Evidence[]): Promise<Account> {
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
  const samples: Samples = {
    backMs: struck.flatMap(({ backMs }) => backMs ?? []),
    elsewhereMs: each.flatMap((one) => one.elsewhereMs),
    resumed: each.flatMap((one) => one.resumed),
    truthful: struck.flatMap(({ isTruthful }) => isTruthful ?? []),
    poison: each.flatMap((one) => one.poison),
    grownMiB: struck.flatMap(({ grownMiB }) => grownMiB ?? []),
  };
  const wrong = [
    ...(['lost', 'twice', 'failed'] as const)
      .filter((name) => counted[name] > 0)
      .map((name) => `${counted[name]} ${name}`),
    ...untrue(struck, samples),
  ];
  return { ...counted, wrong, samples };
}

async function countJobs({ site, accepted, struck, before }: Evidence) {
  const rows = new Map((await site.rows('all')).map((row) => [row.id, row]));
  const poison = new Map(struck.flatMap(({ poison: one }) => (one ? [[one.id, one] as const] : [])));
  const told = [...accepted, ...poison.keys()];
  const own = [...rows.values()].filter(({ id }) => !before.has(id));
  const log = readJobLog(site.everyBot());
  const hits = struck.flatMap((one) => one.hits ?? []);
  return {
    jobs: own.length,
    lost: told.filter((id) => !rows.has(id)).length + own.filter(isOpen).length,
    twice: own.filter(({ id }) => log.ends(id) > 1).length,
    failed: own.filter(({ id, state }) => state === 'failed' && !poison.has(id)).length,
    redrawn: own.reduce((total, { attempts }) => total + Math.max(0, attempts - 1), 0),
    resumed: hits.map(({ id, attempts }) => rows.get(id)?.attempts === attempts),
    elsewhereMs: hits.flatMap((hit) => begunAgain(hit, log)),
    poison: [...poison.values()].map(({ id, kills }) => ({ kills, isGivenUp: rows.get(id)?.state === 'failed' })),
  };
}

function isOpen({ state }: JobRow): boolean {
  return state === 'queued' || state === 'rendering';
}

/** Milliseconds until the job's next attempt, where there was one. */
function begunAgain({ id, attempts, at }: Hit, log: JobLog): readonly number[] {
  const time = log.begunAt(id, attempts + 1);
  return time === null ? [] : [time - at];
}

function untrue(struck: readonly Struck[], { poison }: Samples): readonly string[] {
  const never = struck.filter(({ backMs }) => backMs === null).length;
  const isWrong = struck.some(({ isTruthful }) => isTruthful === false);
  const kills = Math.max(0, ...poison.map((one) => one.kills));
  const innocent = poison.filter(({ isGivenUp }) => !isGivenUp).length;
  return [
    ...struck.flatMap(({ wrong }) => wrong ?? []),
    ...when(never > 0, `${never} did not come back`),
    ...when(isWrong, 'a panel was not true after ten seconds'),
    ...when(innocent > 0, `${innocent} poison jobs did not fail`),
    ...when(kills > POISON_KILLS_MAX, `a poison job took ${kills} engines or services`),
  ];
}

function when(is: boolean, sentence: string): readonly string[] {
  return is ? [sentence] : [];
}
