import { benchScratch } from '#test/bench/bench-scratch.ts';
import type { BenchRow } from '#test/bench/row.ts';
import type { Untruth } from '#test/bench/soak/panel-oracle.ts';
import { runSoak } from '#test/bench/soak/soak.ts';

const SECONDS = 20 * 60;

/**
 * Twenty minutes, or as many seconds as `only` says, of members and faults on the fake Discord, and how true the panels
 * were. The seed is the hour's, so that no two runs are the same.
 */
export async function* benchSoak(only: string): AsyncGenerator<BenchRow> {
  const scratch = benchScratch();
  const seed = Math.floor(Date.now() / 1000);
  try {
    const result = await runSoak({ folder: scratch.path, seconds: Number(only) || SECONDS, seed });
    const faults = [...result.faults.values()].reduce((sum, count) => sum + count, 0);
    const kinds = [...result.faults].map(([name, count]) => `${count} × ${name}`).join(', ');
    const { jobs, looks, worstMs, untrue, open, twice, announced, unforeseen, problems } = result;
    yield { name: 'soak: jobs', value: jobs, unit: '', note: `with messages at the end; seed ${seed}` };
    yield { name: 'soak: faults', value: faults, unit: '', note: kinds };
    yield { name: 'soak: looks at a panel', value: looks, unit: '' };
    yield { name: 'soak: longest that a panel was untrue', value: worstMs, unit: 'ms', note: 'bound 3000' };
    const first = untrue.slice(0, 5).map(tell);
    yield { name: 'soak: panels untrue for longer', value: untrue.length, unit: '', note: first.join('; ') };
    yield { name: 'soak: jobs left open', value: open, unit: '' };
    yield { name: 'soak: jobs shown twice', value: twice, unit: '' };
    yield { name: 'soak: 429s that a header announced', value: announced, unit: '' };
    yield {
      name: 'soak: other 429s',
      value: unforeseen,
      unit: '',
      note: 'said to an earlier process, or the answer was lost',
    };
    yield { name: 'soak: broken rules of Discord', value: problems, unit: '' };
  } finally {
    scratch.remove();
  }
}

function tell({ jobId, is, shows, forMs, lagMs, tries }: Untruth): string {
  return `${jobId} is ${is} and shows ${shows} for ${forMs} ms (this process did nothing for ${lagMs} ms of them; ${tries})`;
}
