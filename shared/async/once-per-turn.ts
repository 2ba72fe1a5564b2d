/**
 * Bundles calls: the first in a turn of the event loop does the work at once, and however many follow in the same turn,
 * the work is done once more when the turn is over. So no burst of events makes the work pile up.
 */
export function oncePerTurn(work: () => void): () => void {
  let hasRun = false;
  let isWanted = false;
  const run = () => {
    hasRun = true;
    setImmediate(() => {
      hasRun = false;
      if (!isWanted) return;
      isWanted = false;
      run();
    });
    work();
  };
  return () => {
    if (hasRun) isWanted = true;
    else run();
  };
}
