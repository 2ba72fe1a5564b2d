import { createMailbox } from '#shared/async/mailbox.ts';
import { startClusterSite } from '#test/chaos/cluster-site.ts';
import { startEmbeddedSite } from '#test/chaos/embedded-site.ts';
import type { Fault } from '#test/chaos/fault.ts';
import { type Extent, type Report, runFault, type Sites } from '#test/chaos/run-fault.ts';

/** How much there is to break, and how far it goes. */
export interface ChaosOptions {
  readonly renderers: number;
  /** Of one machine each; they break beside the cluster. */
  readonly installations: number;
  readonly extent: Extent;
}

const REPORTS_MAX = 100;

/** Breaks a cluster and installations on one machine side by side, one thing after the other in each; a report of each. */
export async function* runChaos(faults: readonly Fault[], options: ChaosOptions): AsyncGenerator<Report, void> {
  const reports = createMailbox<Report>(REPORTS_MAX);
  const tracks = (['cluster', 'embedded'] as const).map((where) => {
    const own = faults.filter((fault) => fault.where === where);
    return own.length === 0 ? Promise.resolve() : runTrack(own, options, (report) => void reports.put(report));
  });
  Promise.all(tracks).then(
    () => reports.close(),
    (thrown) => reports.close(thrown),
  );
  yield* reports.read();
}

async function runTrack(
  faults: readonly Fault[],
  { renderers, installations, extent }: ChaosOptions,
  tell: (report: Report) => void,
): Promise<void> {
  const isCluster = faults[0]!.where === 'cluster';
  const sites: Sites = {
    cluster: isCluster ? await startClusterSite(renderers) : null,
    embedded: isCluster
      ? []
      : await Promise.all(Array.from({ length: installations }, (_, number) => startEmbeddedSite(number))),
  };
  try {
    for (const fault of faults) tell(await runFault(fault, sites, extent));
  } finally {
    for (const site of [sites.cluster, ...sites.embedded]) await site?.close();
  }
}
