import { failure } from '#shared/text/failure.ts';

/** Lets the newest dispatcher through and no older one: `pass` throws for an epoch below the highest it has seen. */
export interface EpochGate {
  pass(epoch: number): void;
}

/** A gate that has seen nobody. It forgets with the process, as does everything a render here is. */
export function createEpochGate(): EpochGate {
  let highest = 0;
  return {
    pass(epoch) {
      if (epoch < highest) throw failure('superseded', 'renderer.epoch', { least: highest, given: epoch });
      highest = epoch;
    },
  };
}
