/** The page's one state. Every view reads from it and hears of every change. */
export interface Store<State> {
  readonly state: State;
  /** Replaces what is given and tells every listener once, after the current turn of changes. */
  set(change: Partial<State>): void;
  /**
   * Calls `show` now and whenever one of the values that `pick` returns has changed. Views are called in the order in
   * which they were added.
   */
  watch<Picked extends unknown[] | []>(pick: (state: State) => Picked, show: (...picked: Picked) => void): void;
}

/** A store that starts with `initial`. */
export function createStore<State extends object>(initial: State): Store<State> {
  let state = initial;
  const views: (() => void)[] = [];
  let isQueued = false;

  function tell() {
    isQueued = false;
    for (const view of views) view();
  }

  return {
    get state() {
      return state;
    },
    set(change) {
      state = { ...state, ...change };
      if (isQueued) return;
      isQueued = true;
      queueMicrotask(tell);
    },
    watch(pick, show) {
      let last = pick(state);
      views.push(() => {
        const picked = pick(state);
        if (picked.every((value, index) => Object.is(value, last[index]))) return;
        last = picked;
        show(...picked);
      });
      show(...last);
    },
  };
}
