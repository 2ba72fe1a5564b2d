// `npm run chaos [-- --release]`: real bots, renderers, a real PostgreSQL and a real Redis, killed, stopped, cut off and
// filled up under load, with an account of every job and, in the end, of every gate of a release. `--release` has the
// full counts in ten minutes; without it a twentieth of them in two. `--minutes N` gives it another time, and machines
// with few cores need more, two of them sixty; there the installations break after the cluster, unless told
// `--no-in-turn`.
// Ends with 1 when a job was lost, shown twice or failed, and for a release also when any gate does not hold.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { CLUSTER_FAULTS, EMBEDDED_FAULTS } from '#test/chaos/faults.ts';
import { type Gate, gatesOfFault, gatesOfRun } from '#test/chaos/gates.ts';
import { runChaos } from '#test/chaos/run-chaos.ts';
import type { Report } from '#test/chaos/run-fault.ts';
import { phrasesOf } from '#test/chaos/samples.ts';
import { findPostgres } from '#test/fakes/postgres-server.ts';
import { endAll } from '#test/journeys/easel-process.ts';
import { descendants, stillAlive } from '#test/journeys/processes.ts';

/** Of a machine on which a cluster and installations do not slow each other down. */
const MANY_CORES = 8;
const RELEASE = { share: 1, minutes: 10 };
const SHORT = { share: 0.05, minutes: 2 };
/** Of its time, until the last strike; the rest is for starting, for jobs that are open at the end, and for counting. */
const STRIKING_SHARE = 0.9;
const ALL_FAULTS = [...CLUSTER_FAULTS, ...EMBEDDED_FAULTS];

const hasManyCores = availableParallelism() >= MANY_CORES;
const values = readArguments();
const usual = values.release ? RELEASE : SHORT;
const share = within('share', values.share ?? usual.share, { from: 0.001, to: 1 });
const minutes = within('minutes', values.minutes ?? usual.minutes, { from: 0.1, to: 600 });
const renderers = within('renderers', values.renderers, { from: 2, to: 16 });
const installations = within('installations', values.installations, { from: 1, to: 16 });
const faults = ALL_FAULTS.filter(({ name }) => values.only?.includes(name) ?? true);
const unknown = values.only?.find((name) => !ALL_FAULTS.some((fault) => fault.name === name));
if (unknown) fail(`there is no fault ${unknown}: --only ${ALL_FAULTS.map(({ name }) => name).join(', ')}`);
if (!findPostgres()) fail('there is no PostgreSQL on this machine: apt-get install postgresql');
for (const { name, lacks } of faults) if (lacks?.()) fail(`${name} cannot be tried: ${lacks()}`);

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.once(signal, () => void endEverything().finally(() => process.exit(code)));

const began = performance.now();
const reports: Report[] = [];
const size = { renderers, installations, share, isInTurn: values['in-turn'] };
const run = runChaos(faults, { ...size, seconds: minutes * 60 * STRIKING_SHARE });
say(['fault', 'times', 'jobs', 'lost', 'shown twice', 'failed', 'redrawn', 'seconds', 'measured', 'wrong']);
say(Array(10).fill('---'));
try {
  for await (const report of run.reports) {
    reports.push(report);
    tell(report);
  }
} finally {
  await endAll();
}
const seconds = (performance.now() - began) / 1000;
const gates = gatesOfRun(reports, { seconds, secondsMost: minutes * 60, grownMiB: run.grownMiB() });
tellGates(gates);
const isSound = reports.every(({ wrong }) => wrong.length === 0);
process.exit(isSound && (!values.release || gates.every(({ holds }) => holds)) ? 0 : 1);

/** Bots with all that they started, and the databases. */
async function endEverything(): Promise<void> {
  const family = descendants(process.pid);
  await endAll();
  for (const pid of stillAlive(family)) process.kill(pid, 'SIGTERM');
}

function readArguments() {
  const options = {
    release: { type: 'boolean', default: false },
    share: { type: 'string' },
    minutes: { type: 'string' },
    only: { type: 'string', multiple: true },
    renderers: { type: 'string', default: '4' },
    installations: { type: 'string', default: '5' },
    'in-turn': { type: 'boolean', default: !hasManyCores },
  } as const;
  try {
    const read = parseArgs({ allowNegative: true, allowPositionals: true, options });
    const [surplus] = read.positionals;
    if (surplus !== undefined) fail(`one fault alone is --only ${surplus}`);
    return read.values;
  } catch (thrown) {
    return fail(String(thrown instanceof Error ? thrown.message : thrown).split('. ')[0]!);
  }
}

function tell({ fault, reached, wanted, ...report }: Report): void {
  const { jobs, lost, twice, failed, redrawn, samples, wrong } = report;
  const missing = reached < wanted ? [`only ${reached} of ${wanted} in its time`] : [];
  const open = gatesOfFault(fault, samples).filter(({ holds }) => !holds);
  const slow = open.map(({ name, measured, asked }) => `${name} ${measured}, asked ${asked}`);
  const logs = report.logs === null ? [] : [`logs in ${report.logs}`];
  const ends = [phrasesOf(samples).join('; '), [...wrong, ...slow, ...missing, ...logs].join('; ')];
  say([fault.name, `${reached} of ${wanted}`, jobs, lost, twice, failed, redrawn, report.seconds.toFixed(0), ...ends]);
}

function tellGates(all: readonly Gate[]): void {
  process.stdout.write('\n');
  say(['gate', 'asked', 'measured', 'holds']);
  say(Array(4).fill('---'));
  for (const { name, asked, measured, holds } of all) say([name, asked, measured, holds ? 'yes' : 'NO']);
  const held = all.filter(({ holds }) => holds).length;
  process.stdout.write(`\n${held} of ${all.length} gates hold.\n`);
}

function say(cells: readonly (string | number)[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

function within(
  name: string,
  given: string | number,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  const value = Number(given);
  if (!(value >= from && value <= to)) fail(`--${name} is a number from ${from} to ${to}, given ${given}`);
  return value;
}

function fail(why: string): never {
  process.stderr.write(`chaos: ${why}\n`);
  process.exit(1);
}
