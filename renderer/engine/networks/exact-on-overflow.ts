import type { Session } from '#renderer/engine/runtime/session.ts';
import { allFinite } from '#renderer/engine/tensor.ts';

/** How a network is opened that may compute in half precision. */
export interface PrecisionChoice {
  /** `exact`: in float32, whatever the provider's usual precision is. */
  readonly open: (exact: boolean) => Promise<Session>;
  /** Is told once that it computes exactly from now on. */
  readonly onOverflow: () => void;
}

/**
 * A network in half precision, as long as its numbers fit: a run that gives NaN or infinity is run again in float32,
 * and so are all after it. What is not finite then either is given as it is.
 */
export async function exactOnOverflow({ open, onOverflow }: PrecisionChoice): Promise<Session> {
  let half: Session | null = await open(false);
  let exact: Promise<Session> | null = null;
  const openExact = async () => {
    const opened = await open(true);
    const left = half;
    half = null;
    await left?.release();
    onOverflow();
    return opened;
  };
  return {
    async run(feeds, wanted, into) {
      const quick = exact ? null : half;
      if (quick) {
        const results = await quick.run(feeds, wanted, into);
        if (Object.values(results).every(allFinite)) return results;
      }
      // Where it cannot be opened, for want of memory, the next one that overflows tries again.
      exact ??= openExact().catch((thrown: unknown) => {
        exact = null;
        throw thrown;
      });
      return (await exact).run(feeds, wanted, into);
    },
    async release() {
      await Promise.all([half?.release(), exact?.then((session) => session.release())]);
    },
  };
}
