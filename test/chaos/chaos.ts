// `npm run chaos [-- --release]`: real bots, renderers and a real PostgreSQL, killed, stopped, cut off and filled up under
// load, with an account of every job. `--release` has the full counts and takes ten minutes; without it a twentieth of
// them in two. Ends with 1 when a job was lost, shown twice or failed, and for a release also when anything took too long.
import { parseArgs } from 'node:util';
import { CLUSTER_FAULTS, EMBEDDED_FAULTS } from '#test/chaos/faults.ts';
import { runChaos } from '#test/chaos/run-chaos.ts';
import type { Report } from '#test/chaos/run-fault.ts';
import { findPostgres } from '#test/fakes/postgres-server.ts';
import { endAll } from '#test/journeys/easel-process.ts';

const { values } = parseArgs({
  options: {
    release: { type: 'boolean', default: false },
    share: { type: 'string' },
    only: { type: 'string', multiple: true },
    renderers: { type: 'string', default: '4' },
    installations: { type: 'string', default: '5' },
  },
});
const share = Number(values.share ?? (values.release ? 1 : 0.05));
const faults = [...CLUSTER_FAULTS, ...EMBEDDED_FAULTS].filter(({ name }) => values.only?.includes(name) ?? true);
if (!findPostgres()) fail('there is no PostgreSQL on this machine: apt-get install postgresql');
if (!(share > 0 && share <= 1) || faults.length === 0)
  fail(`--share 0.01 … 1, --only ${[...CLUSTER_FAULTS, ...EMBEDDED_FAULTS].map(({ name }) => name).join(', ')}`);

say(['fault', 'times', 'jobs', 'lost', 'shown twice', 'failed', 'redrawn', 'seconds', 'measured', 'wrong']);
say(Array(10).fill('---'));
let isSound = true;
try {
  const extent = { share, timeShare: values.release || values.share ? Math.max(0.2, share) : 0.2 };
  const size = { renderers: Number(values.renderers), installations: Number(values.installations) };
  for await (const report of runChaos(faults, { ...size, extent })) isSound = tell(report) && isSound;
} finally {
  await endAll();
}
process.exit(isSound ? 0 : 1);

function tell({ fault, reached, wanted, ...report }: Report): boolean {
  const { jobs, lost, twice, failed, redrawn, seconds, measured, wrong, slow } = report;
  const missing = reached < wanted ? [`only ${reached} of ${wanted} in its time`] : [];
  const ends = [measured.join('; '), [...wrong, ...slow, ...missing].join('; ')];
  say([fault.name, `${reached} of ${wanted}`, jobs, lost, twice, failed, redrawn, seconds.toFixed(0), ...ends]);
  return wrong.length === 0 && (!values.release || slow.length + missing.length === 0);
}

function say(cells: readonly (string | number)[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

function fail(why: string): never {
  process.stderr.write(`chaos: ${why}\n`);
  process.exit(1);
}
