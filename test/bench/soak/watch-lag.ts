const EVERY_MS = 50;
const KEPT = 2000;

/** How late this process' timers are. */
export interface LagWatch {
  /** The longest that a timer was late since then. Milliseconds. */
  worstSince(at: number): number;
  close(): void;
}

/** Looks at the clock twenty times a second, and remembers the last hundred seconds. */
export function watchLag(): LagWatch {
  const lags: { readonly at: number; readonly ms: number }[] = [];
  let before = Date.now();
  const timer = setInterval(() => {
    const at = Date.now();
    lags.push({ at, ms: at - before - EVERY_MS });
    if (lags.length > KEPT) lags.shift();
    before = at;
  }, EVERY_MS);
  return {
    worstSince: (from) =>
      Math.max(0, Date.now() - before - EVERY_MS, ...lags.filter(({ at }) => at >= from).map(({ ms }) => ms)),
    close: () => clearInterval(timer),
  };
}
