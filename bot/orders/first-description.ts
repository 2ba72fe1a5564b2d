import type { Cluster } from '#bot/ports/cluster.ts';
import { pause } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';

/** How long after the start an order waits for the first renderer to say what it can. Milliseconds. */
const FIRST_DESCRIPTION_MS = 5_000;

/** Resolves when some renderer has said what it can, or it has been long enough. */
export async function waitForDescription({
  cluster,
  clock,
}: {
  readonly cluster: Pick<Cluster, 'changes'>;
  readonly clock: Clock;
}): Promise<void> {
  const over = new AbortController();
  const described = (async () => {
    for await (const snapshots of cluster.changes(over.signal))
      if (snapshots.some(({ description }) => description !== null)) return;
  })().catch(() => {}); // it has been long enough
  await Promise.race([described, pause(clock, FIRST_DESCRIPTION_MS, over.signal)]);
  over.abort();
}
