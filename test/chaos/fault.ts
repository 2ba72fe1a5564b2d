import type { ClusterSite } from '#test/chaos/cluster-site.ts';
import type { EmbeddedSite } from '#test/chaos/embedded-site.ts';
import type { JobRow, Site } from '#test/chaos/site.ts';

/** A job that was being drawn by what a fault struck. */
export interface Hit {
  readonly id: string;
  readonly attempts: number;
  /** When it was struck. Milliseconds since 1970. */
  readonly at: number;
}

/** What came of one time that something broke. */
export interface Struck {
  /** Until what was struck was there again; null = it was not, in time. Left out where that says nothing. Milliseconds. */
  readonly backMs?: number | null;
  readonly hits?: readonly Hit[];
  /** Whether the job that was struck said within ten seconds that something is amiss; left out where none was struck. */
  readonly isTruthful?: boolean;
  /** Jobs that must fail, and how many engines or services each took along. */
  readonly poison?: { readonly id: string; readonly kills: number };
  /** Orders that it gave itself, and that were accepted. */
  readonly accepted?: readonly string[];
  /** Growth of the memory of what must not grow. MiB. */
  readonly grownMiB?: number;
  /** What must not be, as a sentence. */
  readonly wrong?: string;
}

/** Where it strikes: lanes strike side by side, each in turn its own share of what there is. */
export interface Turn<S extends Site> {
  readonly site: S;
  readonly lane: number;
  /** Counts up in each lane. */
  readonly round: number;
}

/** What must hold of all times together. Milliseconds. */
export interface Gates {
  readonly backP99Ms?: number;
  readonly backMostMs?: number;
  /** Until jobs that were struck are begun again. */
  readonly elsewhereP99Ms?: number;
  /** Of jobs that were struck, those that went on without a new attempt. */
  readonly resumedShare?: number;
  readonly grownMostMiB?: number;
}

interface About {
  readonly name: string;
  /** How often, before a release. */
  readonly times: number;
  /** How much of a run's time it may take beside the others: its own share of it. */
  readonly weight: number;
  /** Ordinary jobs of a site that are open meanwhile. */
  readonly open: number;
  readonly gates?: Gates;
  /** What this machine lacks for it, as a sentence; null or left out = nothing. */
  lacks?(): string | null;
}

/** Something that breaks in a cluster of bots on one database. */
export interface ClusterFault extends About {
  readonly where: 'cluster';
  lanes(site: ClusterSite): number;
  /** Null = there was nothing to strike just now. */
  strike(turn: Turn<ClusterSite>): Promise<Struck | null>;
}

/** Something that breaks in an installation on one machine, one lane each. */
export interface EmbeddedFault extends About {
  readonly where: 'embedded';
  /** Null = there was nothing to strike just now. */
  strike(turn: Turn<EmbeddedSite>): Promise<Struck | null>;
}

export type Fault = ClusterFault | EmbeddedFault;

/** Jobs that are being drawn now, by this renderer where one is named. */
export async function hitsOf(site: Site, rendererId?: string): Promise<readonly Hit[]> {
  const isHit = ({ state, renderer_id: id }: JobRow) =>
    state === 'rendering' && (rendererId === undefined || id === rendererId);
  const rows = await site.rows('open').catch(() => []);
  return rows.filter(isHit).map(({ id, attempts }) => ({ id, attempts, at: Date.now() }));
}
