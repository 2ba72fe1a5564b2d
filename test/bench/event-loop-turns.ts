/** Milliseconds of CPU that this thread has used; what else runs on the machine does not count. */
export function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** Measures how long the thread of this process is blocked. */
export interface TurnClock {
  /** The most CPU that one turn of the event loop has taken until now. Milliseconds. */
  stop(): number;
}

/** Begins to measure; it keeps the event loop turning all the time. */
export function createTurnClock(): TurnClock {
  let longest = 0;
  let last = threadMs();
  let isRunning = true;
  const turn = () => {
    const now = threadMs();
    longest = Math.max(longest, now - last);
    last = now;
    if (isRunning) setImmediate(turn);
  };
  setImmediate(turn);
  return {
    stop() {
      isRunning = false;
      return Math.max(longest, threadMs() - last);
    },
  };
}
