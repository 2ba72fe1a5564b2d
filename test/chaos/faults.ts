import { setTimeout } from 'node:timers/promises';
import type { ChaosCluster } from '#test/chaos/chaos-cluster.ts';

/** Something that breaks. */
export interface Fault {
  readonly name: string;
  strike(cluster: ChaosCluster): Promise<void>;
}

/** Longer than the right to dispatch lasts, and than a database may be away unnoticed. Milliseconds. */
const PAST_THE_LEASE_MS = 9_000;
const DATABASE_AWAY_MS = 2_000;

/** In the order in which they are tried. */
export const FAULTS: readonly Fault[] = [
  { name: 'engine-kill', strike: async (cluster) => cluster.signalEngine('SIGKILL') },
  { name: 'renderer-kill', strike: (cluster) => cluster.killRenderer() },
  { name: 'bot-kill', strike: (cluster) => cluster.killDispatcher() },
  { name: 'engine-stop', strike: async (cluster) => cluster.signalEngine('SIGSTOP') },
  {
    name: 'dispatcher-stop',
    async strike(cluster) {
      const stopped = cluster.dispatcher();
      stopped.signal('SIGSTOP');
      await setTimeout(PAST_THE_LEASE_MS);
      stopped.signal('SIGCONT');
    },
  },
  {
    name: 'database-kill',
    async strike({ database }) {
      await database.kill();
      await setTimeout(DATABASE_AWAY_MS);
      await database.start();
    },
  },
];
