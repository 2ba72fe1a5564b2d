import { createMailbox } from '#shared/async/mailbox.ts';
import { startClusterSite } from '#test/chaos/cluster-site.ts';
import { startEmbeddedSite } from '#test/chaos/embedded-site.ts';
import type { Fault } from '#test/chaos/fault.ts';
import { type ProcessRole, watchMemory } from '#test/chaos/memory-watch.ts';
import { type Report, runFault, type Sites } from '#test/chaos/run-fault.ts';

/** For each fault at least, however late it is; it strikes once in any case. Milliseconds. */
const LEAST_MS = 5_000;

/** How much there is to break, and how far it goes. */
export interface ChaosOptions {
  readonly renderers: number;
  /** Of one machine each. */
  readonly installations: number;
  /** Of a release's counts, 0 … 1. */
  readonly share: number;
  /** For all of it; what was begun is ended. */
  readonly seconds: number;
  /** The installations break after the cluster, not beside it: for machines with few cores. */
  readonly isInTurn: boolean;
}

/** A run that goes on. */
export interface ChaosRun {
  /** Of each fault, once it is through. */
  readonly reports: AsyncGenerator<Report, void>;
  /** Of the process of each role that grew most. MiB. */
  grownMiB(): ReadonlyMap<ProcessRole, number>;
}

const REPORTS_MAX = 100;

/** Breaks a cluster and installations on one machine, one thing after the other in each. */
export function runChaos(faults: readonly Fault[], options: ChaosOptions): ChaosRun {
  const reports = createMailbox<Report>(REPORTS_MAX);
  const grown = new Map<ProcessRole, number>();
  const context = { options, tell: (report: Report) => void reports.put(report), grown };
  runTracks(faults, context).then(
    () => reports.close(),
    (thrown) => reports.close(thrown),
  );
  return { reports: reports.read(), grownMiB: () => grown };
}

interface TrackContext {
  readonly options: ChaosOptions;
  readonly tell: (report: Report) => void;
  readonly grown: Map<ProcessRole, number>;
}

async function runTracks(faults: readonly Fault[], context: TrackContext): Promise<void> {
  const tracks = (['cluster', 'embedded'] as const)
    .map((where) => faults.filter((fault) => fault.where === where))
    .filter((own) => own.length > 0);
  const { seconds, isInTurn } = context.options;
  if (!isInTurn) return void (await Promise.all(tracks.map((own) => runTrack(own, seconds, context))));
  for (const own of tracks) await runTrack(own, (seconds * weightOf(own)) / weightOf(faults), context);
}

async function runTrack(
  faults: readonly Fault[],
  seconds: number,
  { options: { renderers, installations, share }, tell, grown }: TrackContext,
): Promise<void> {
  const end = performance.now() + seconds * 1000;
  const isCluster = faults[0]!.where === 'cluster';
  const numbers = Array.from({ length: isCluster ? 0 : installations }, (_, number) => number);
  const sites: Sites = {
    cluster: isCluster ? await startClusterSite(renderers) : null,
    embedded: await Promise.all(numbers.map(startEmbeddedSite)),
  };
  const every = [...(sites.cluster ? [sites.cluster] : []), ...sites.embedded];
  const memory = watchMemory(every);
  try {
    for (const [at, fault] of faults.entries()) {
      const left = Math.max(0, end - performance.now());
      // What one leaves of its time is for those after it.
      const mostMs = Math.max(LEAST_MS, (left * fault.weight) / weightOf(faults.slice(at)));
      tell(await runFault(fault, sites, { share, mostMs }));
    }
  } finally {
    await memory.stop();
    for (const [role, grew] of memory.grown()) grown.set(role, Math.max(grown.get(role) ?? 0, grew));
    for (const site of every) await site.close();
  }
}

function weightOf(faults: readonly Fault[]): number {
  return faults.reduce((sum, { weight }) => sum + weight, 0);
}
