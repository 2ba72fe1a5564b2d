// `npm run chaos -- [--times 5] [--only engine-kill]`: real bots, renderers and a real PostgreSQL, killed and stopped under load,
// with an account of every job. Ends with 1 when a job was lost, ended twice, or failed.
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type ChaosCluster, startChaosCluster } from '#test/chaos/chaos-cluster.ts';
import { FAULTS, type Fault } from '#test/chaos/faults.ts';
import { findPostgres } from '#test/fakes/postgres-server.ts';

/** Jobs that are open while something breaks, and how long they may take then. Milliseconds. */
const OPEN_JOBS = 3;
const ENDED_WITHIN_MS = 120_000;

const { values } = parseArgs({ options: { times: { type: 'string', default: '5' }, only: { type: 'string' } } });
const times = Number(values.times);
const chosen = FAULTS.filter(({ name }) => values.only === undefined || values.only === name);
if (!findPostgres()) {
  process.stderr.write('chaos: there is no PostgreSQL on this machine: apt-get install postgresql\n');
  process.exit(1);
}
if (!Number.isInteger(times) || times < 1 || chosen.length === 0) {
  process.stderr.write(`chaos: --times 1 … and --only one of ${FAULTS.map(({ name }) => name).join(', ')}\n`);
  process.exit(1);
}

const cluster = await startChaosCluster();
let isSound = true;
try {
  say(['fault', 'times', 'jobs', 'lost', 'ended twice', 'failed', 'redrawn', 'until all had ended p50 / max']);
  say(Array(8).fill('---'));
  for (const fault of chosen) isSound = (await suffer(cluster, fault)) && isSound;
} finally {
  await cluster.close();
}
process.exit(isSound ? 0 : 1);

/** Lets one thing break so often, each time under open jobs; false when the account does not come out even. */
async function suffer(cluster: ChaosCluster, fault: Fault): Promise<boolean> {
  const ids: string[] = [];
  const took: number[] = [];
  for (let count = 0; count < times; count++) {
    const open: string[] = [];
    for (let job = 0; job < OPEN_JOBS; job++) open.push(await cluster.order(`${fault.name} ${count} ${job}`));
    await cluster.untilDrawing(open);
    await setTimeout(Math.random() * 500); // any phase
    const began = performance.now();
    await fault.strike(cluster);
    await cluster.untilEnded(open, ENDED_WITHIN_MS);
    took.push((performance.now() - began) / 1000);
    await cluster.mend();
    ids.push(...open);
  }
  const { lost, twice, failed, redrawn } = await cluster.account(ids);
  took.sort((a, b) => a - b);
  const [middle, last] = [took[took.length >> 1]!, took.at(-1)!];
  say([fault.name, times, ids.length, lost, twice, failed, redrawn, `${middle.toFixed(1)} / ${last.toFixed(1)} s`]);
  return lost + twice + failed === 0;
}

function say(cells: readonly (string | number)[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
