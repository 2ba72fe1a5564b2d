/** A page that cannot be seen paints nothing, but hears of what is done. Milliseconds. */
const UNSEEN_MS = 100;

/** One preview covers another in 400 ms: more of them in a second nobody sees, and a key would wait for each. */
const PACE_MS = 80;

/**
 * Gathers what comes between two paints, and what comes faster than the page's pace, so that the page is laid out once
 * for all of it; in the order in which it came. What comes after a pause is taken with the next paint.
 */
export function gather<Item>(take: (items: readonly Item[]) => void): (item: Item) => void {
  let waiting: Item[] = [];
  let [frame, timer, takenAt] = [0, 0, Number.NEGATIVE_INFINITY];
  const flush = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    takenAt = performance.now();
    const items = waiting;
    waiting = [];
    take(items);
  };
  const flushSoon = () => {
    frame = requestAnimationFrame(flush);
    timer = window.setTimeout(flush, UNSEEN_MS);
  };
  return (item) => {
    waiting.push(item);
    if (waiting.length > 1) return;
    const rest = takenAt + PACE_MS - performance.now();
    if (rest <= 0) flushSoon();
    else timer = window.setTimeout(flushSoon, rest);
  };
}
