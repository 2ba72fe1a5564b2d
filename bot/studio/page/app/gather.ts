/** A page that cannot be seen paints nothing, but hears of what is done. Milliseconds. */
const UNSEEN_MS = 100;

/** Gathers what comes between two paints, so that the page is laid out once for all of it; in the order in which it came. */
export function gather<Item>(take: (items: readonly Item[]) => void): (item: Item) => void {
  let waiting: Item[] = [];
  let [frame, timer] = [0, 0];
  const flush = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    const items = waiting;
    waiting = [];
    take(items);
  };
  return (item) => {
    waiting.push(item);
    if (waiting.length > 1) return;
    frame = requestAnimationFrame(flush);
    timer = window.setTimeout(flush, UNSEEN_MS);
  };
}
