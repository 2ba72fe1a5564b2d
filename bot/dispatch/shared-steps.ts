/** What is left of a render, and what one of its steps takes when nothing else is drawn there. */
export interface Share {
  readonly steps: number;
  /** Milliseconds. */
  readonly stepMs: number;
}

/** The same after something was loaded for it: time in which it gets no step further. */
export function withLoad({ steps, stepMs }: Share, loadMs: number): Share {
  return stepMs > 0 ? { steps: steps + loadMs / stepMs, stepMs } : { steps, stepMs };
}

/**
 * When each of these renders is done, in milliseconds from now, on a renderer that draws the first `slots` of them at
 * once and lets the next one join as soon as one is done. Renders that are drawn at once take their steps in turns: a
 * round lasts as long as the steps of all, and each gets one step further.
 */
export function doneAfter(renders: readonly Share[], slots: number): readonly number[] {
  const done: number[] = Array(renders.length).fill(0);
  const active: { readonly index: number; left: number }[] = [];
  let next = 0;
  let nowMs = 0;
  while (active.length > 0 || next < renders.length) {
    while (active.length < Math.max(1, slots) && next < renders.length) {
      active.push({ index: next, left: Math.max(0, renders[next]!.steps) });
      next += 1;
    }
    let rounds = Number.POSITIVE_INFINITY;
    let roundMs = 0;
    for (const { index, left } of active) {
      rounds = Math.min(rounds, left);
      roundMs += renders[index]!.stepMs;
    }
    nowMs += rounds * roundMs;
    for (let at = active.length - 1; at >= 0; at -= 1) {
      const one = active[at]!;
      one.left -= rounds;
      if (one.left > 0) continue;
      done[one.index] = nowMs;
      active.splice(at, 1);
    }
  }
  return done;
}
