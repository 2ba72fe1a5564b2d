import type { Clock } from '#shared/clock.ts';
import { failure } from '#shared/text/failure.ts';

/** Epochs count seconds: no honest dispatcher's is further ahead of this clock. Seconds. */
const AHEAD_MAX = 24 * 60 * 60;

/** Dispatchers that are remembered; whoever gave orders longest ago is forgotten first. */
const DISPATCHERS_MAX = 64;

/** Who wants something of a renderer; see RenderRequest. */
export interface DispatcherName {
  readonly dispatcher: string;
  readonly epoch: number;
}

/** Of each dispatcher, lets the newest start through and no older one. Several dispatchers may share a renderer. */
export interface EpochGate {
  /** For orders: throws `superseded` for an epoch below the highest this dispatcher gave orders with, which it raises. */
  pass(caller: DispatcherName): void;
  /** For those who only look: the same, and nothing is raised. */
  check(caller: DispatcherName): void;
}

/** A gate that has seen nobody. It forgets with the process, as does everything a render here is. */
export function createEpochGate(clock: Clock): EpochGate {
  const highest = new Map<string, number>();
  const check = ({ dispatcher, epoch }: DispatcherName) => {
    const least = highest.get(dispatcher) ?? 0;
    if (epoch < least) throw failure('superseded', 'renderer.epoch', { least, given: epoch });
  };
  return {
    check,
    pass(caller) {
      const { dispatcher, epoch } = caller;
      if (epoch > clock.now() / 1000 + AHEAD_MAX) throw failure('invalid', 'renderer.epoch-far', { given: epoch });
      check(caller);
      highest.delete(dispatcher);
      highest.set(dispatcher, epoch);
      const [oldest] = highest.keys();
      if (highest.size > DISPATCHERS_MAX && oldest !== undefined) highest.delete(oldest);
    },
  };
}
