/** Does one thing after another; what comes of each is told to whoever asked for it, and the next begins in any case. */
export type TakeTurn = <T>(work: () => T | Promise<T>) => Promise<T>;

/** Nothing is done yet. */
export function createTurn(): TakeTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => {});
    return next;
  };
}
