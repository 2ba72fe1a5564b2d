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

/** How often it is looked; how long a process is warming up; over how long its memory is taken. Milliseconds. */
const LOOK_EVERY_MS = 5_000;
const WARM_AFTER_MS = 20_000;
const TAKEN_OVER_MS = 20_000;

/** Follows the memory of every process of installations. */
export interface MemoryWatch {
  /** How much the process of each role grew that grew most; none whose processes lived too short. MiB. */
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
      const most = new Map<ProcessRole, number>();
      for (const { role, samples } of processes.values()) {
        const grown = growthOf(samples);
        if (grown !== null) most.set(role, Math.max(most.get(role) ?? 0, grown));
      }
      return most;
    },
    async stop() {
      stopping.abort();
      await working;
    },
  };
}

/** MiB between when a process was warm and its end; null when it did not live long enough to say. */
export function growthOf(samples: readonly MemorySample[]): number | null {
  const warmFrom = (samples[0]?.at ?? 0) + WARM_AFTER_MS;
  const endFrom = (samples.at(-1)?.at ?? 0) - TAKEN_OVER_MS;
  const warm = samples.filter(({ at }) => at >= warmFrom && at < warmFrom + TAKEN_OVER_MS);
  const end = samples.filter(({ at }) => at >= endFrom);
  if (warm.length === 0 || endFrom < warmFrom + TAKEN_OVER_MS) return null;
  return median(end) - median(warm);
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
