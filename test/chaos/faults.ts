import { engineKill, engineStop, poison, rendererKill, servicePoison, serviceStop } from '#test/chaos/engine-faults.ts';
import type { ClusterFault, EmbeddedFault } from '#test/chaos/fault.ts';
import {
  botKill,
  clockJump,
  databaseCut,
  databaseKill,
  diskFull,
  dispatcherKill,
  dispatcherStop,
  redisKill,
  rendererCut,
  slowReaders,
} from '#test/chaos/system-faults.ts';

/** What breaks in a cluster, in the order in which it does. */
export const CLUSTER_FAULTS: readonly ClusterFault[] = [
  engineKill,
  rendererKill,
  dispatcherKill,
  dispatcherStop,
  databaseKill,
  redisKill,
  rendererCut,
  databaseCut,
  slowReaders,
  poison,
  servicePoison,
];

/** What breaks on one machine; with dispatcherKill, bots are killed a hundred times. */
export const EMBEDDED_FAULTS: readonly EmbeddedFault[] = [botKill, engineStop, serviceStop, diskFull, clockJump];
