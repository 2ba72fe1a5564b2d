import type { Cluster, RendererSnapshot } from '#bot/ports/cluster.ts';

/** What is known of a renderer; undefined when it is not configured. */
export function snapshotOf(rendererId: string, cluster: Cluster): RendererSnapshot | undefined {
  return cluster.snapshot().find(({ id }) => id === rendererId);
}

/** What its operator calls it, else where it is. */
export function nameOf(rendererId: string, cluster: Cluster): string {
  return snapshotOf(rendererId, cluster)?.description?.name || rendererId;
}
