import { benchScratch } from '#test/bench/bench-scratch.ts';
import { measureBurst } from '#test/bench/load/burst.ts';
import { measureCrowd } from '#test/bench/load/crowd.ts';
import { type MemoryReading, measureMemory } from '#test/bench/load/memory.ts';
import { measureRefusedHour } from '#test/bench/load/refused-hour.ts';
import type { BenchRow } from '#test/bench/row.ts';

const CASES: Readonly<Record<string, (folder: string) => Promise<readonly BenchRow[]>>> = {
  burst,
  crowd,
  hour,
  memory,
};

/** What a whole bot bears on the fake Discord, whose process is the bot's own; both count. */
export async function* benchLoad(only: string): AsyncGenerator<BenchRow> {
  for (const [name, measure] of Object.entries(CASES)) {
    if (!name.startsWith(only)) continue;
    const scratch = benchScratch(name === 'memory');
    try {
      yield* await measure(scratch.path);
    } finally {
      scratch.remove();
    }
  }
}

async function burst(folder: string): Promise<readonly BenchRow[]> {
  const { asked, acknowledged, p50Ms, p99Ms, announced } = await measureBurst({
    folder,
    interactions: 500,
    seconds: 10,
    waiting: 200,
  });
  const what = `${asked} interactions in 10 s, 200 jobs queued`;
  return [
    { name: 'burst: acknowledged', value: acknowledged, unit: '', note: `of ${what}` },
    { name: 'burst: acknowledged, p50', value: p50Ms, unit: 'ms' },
    { name: 'burst: acknowledged, p99', value: p99Ms, unit: 'ms', note: 'bound 1000' },
    { name: 'burst: 429s that a header announced', value: announced, unit: '' },
  ];
}

async function crowd(folder: string): Promise<readonly BenchRow[]> {
  const { previews, announced } = await measureCrowd({ folder, people: 12, seconds: 60 });
  return [
    { name: 'crowd: previews, fewest', value: previews[0]!, unit: '', note: '12 people in one channel, a minute each' },
    { name: 'crowd: previews, most', value: previews.at(-1)!, unit: '' },
    { name: 'crowd: 429s that a header announced', value: announced, unit: '' },
  ];
}

async function hour(folder: string): Promise<readonly BenchRow[]> {
  const { jobs, refused, byStatus } = await measureRefusedHour({ folder, seconds: 60, seed: 1 });
  const note = [...byStatus].map(([status, count]) => `${count} × ${status}`).join(', ');
  return [
    { name: 'hour: jobs', value: jobs, unit: '', note: 'rights and words forbidden in turn, an hour in a minute' },
    { name: 'hour: refused requests', value: refused, unit: '', note: `bound 200; ${note}` },
  ];
}

async function memory(folder: string): Promise<readonly BenchRow[]> {
  const { early, late } = await measureMemory({ folder, early: 500, late: 5000, restMs: 31_000 });
  const mib = (bytes: number) => bytes / 2 ** 20;
  const all = ({ heap, external }: MemoryReading) => heap + external;
  const growth = (a: number, b: number) => (100 * (b - a)) / a;
  const parts = (['heap', 'external', 'rss'] as const).map((part): BenchRow => {
    const note = `after 500 jobs ${mib(early[part]).toFixed(1)} MiB; ${growth(early[part], late[part]).toFixed(1)} %`;
    return { name: `memory: after 5,000 jobs, ${part}`, value: mib(late[part]), unit: 'MiB', note };
  });
  const note = 'of heap and external together, collected; bound 5';
  return [...parts, { name: 'memory: growth', value: growth(all(early), all(late)), unit: '%', note }];
}
