import { setTimeout } from 'node:timers/promises';
import { memoryOf, type Site } from '#test/chaos/site.ts';
import { descendants } from '#test/journeys/processes.ts';

/** What a process is for. */
export type ProcessRole = 'bot' | 'renderer' | 'engine';

/** The memory of a process at a time. */
export interface MemorySample {
  /** Milliseconds since any time that is the same for all samples. */
  readonly at: number;
  readonly mebibytes: number;
}

interface Followed {
  readonly role: ProcessRole;
  readonly samples: MemorySample[];
}

/** How often it is looked, and over how long the end of a process is taken. Milliseconds. */
const LOOK_EVERY_MS = 5_000;
const TAKEN_OVER_MS = 20_000;

/** A process that lived shorter says nothing. Milliseconds. */
const LIVES_LEAST_MS = 60_000;

/** Follows the memory of every process of installations. */
export interface MemoryWatch {
  /** See growthOf, for each role; none whose processes lived too short. MiB. */
  grown(): ReadonlyMap<ProcessRole, number>;
  stop(): Promise<void>;
}

/** Looks at whatever runs there, until it is stopped. */
export function watchMemory(sites: readonly Site[]): MemoryWatch {
  const processes = new Map<string, Followed>();
  const stopping = new AbortController();
  const look = () => {
    for (const [role, pid] of sites.flatMap(processesOf)) {
      const followed: Followed = processes.get(`${role} ${pid}`) ?? { role, samples: [] };
      processes.set(`${role} ${pid}`, followed);
      const mebibytes = memoryOf(pid);
      if (mebibytes > 0) followed.samples.push({ at: performance.now(), mebibytes });
    }
  };
  const working = (async () => {
    while (!stopping.signal.aborted) {
      look();
      await setTimeout(LOOK_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();
  return {
    grown() {
      const lives = Map.groupBy(processes.values(), ({ role }) => role);
      const grown = Array.from(lives, ([role, all]) => [role, growthOf(all.map(({ samples }) => samples))] as const);
      return new Map(grown.flatMap(([role, mebibytes]) => (mebibytes === null ? [] : [[role, mebibytes]])));
    },
    async stop() {
      stopping.abort();
      await working;
    },
  };
}

/**
 * By how much processes of one role stood higher at their ends than any of them in the first half of its life. Most
 * load what they need within that half, and a compiler and a heap grow for minutes; what leaks grows all the time. Not
 * below 0; null when none lived long enough to say.
 */
export function growthOf(lives: readonly (readonly MemorySample[])[]): number | null {
  const long = lives.filter((samples) => (samples.at(-1)?.at ?? 0) - (samples[0]?.at ?? 0) >= LIVES_LEAST_MS);
  if (long.length === 0) return null;
  const usual = long.map((samples) => Math.max(...mebibytesOf(samples, ({ at }) => at < middleOf(samples))));
  const ends = long.map((samples) => median(samples.filter(({ at }) => at >= samples.at(-1)!.at - TAKEN_OVER_MS)));
  return Math.max(0, Math.max(...ends) - Math.max(...usual));
}

function middleOf(samples: readonly MemorySample[]): number {
  return (samples[0]!.at + samples.at(-1)!.at) / 2;
}

function mebibytesOf(samples: readonly MemorySample[], which: (sample: MemorySample) => boolean): readonly number[] {
  return samples.filter(which).map(({ mebibytes }) => mebibytes);
}

function median(samples: readonly MemorySample[]): number {
  const sorted = samples.map(({ mebibytes }) => mebibytes).toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

function processesOf(site: Site): readonly (readonly [ProcessRole, number])[] {
  const renderers = site.renderers.flatMap((renderer) => renderer.pid() ?? []);
  return [
    ...site.everyBot().flatMap((bot) => (bot.isRunning() ? [['bot', bot.pid] as const] : [])),
    ...renderers.map((pid) => ['renderer', pid] as const),
    ...renderers.flatMap((pid) => descendants(pid, 'engine-process').map((engine) => ['engine', engine] as const)),
  ];
}
