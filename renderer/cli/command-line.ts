import type { Output } from '#renderer/cli/models/command-context.ts';
import { type Clock, systemClock } from '#shared/clock.ts';

/** The machine's clock, but a pause before the next try must not let the process end. */
export function wakefulClock(): Clock {
  return {
    now: systemClock.now,
    async sleep(ms, signal) {
      const awake = setInterval(() => {}, 1_000);
      await systemClock.sleep(ms, signal).finally(() => clearInterval(awake));
    },
  };
}

/** Standard output; a line that is to be replaced is written on a terminal only. */
export function terminalOutput(): Output {
  const { isTTY = false } = process.stdout;
  return {
    isTerminal: isTTY,
    // Windows change their size, and some terminals say 0.
    get columns() {
      return process.stdout.columns || 80;
    },
    line: (text) => void process.stdout.write(`${text}\n`),
    passing(text) {
      // Back to the start of the line, and wiped to its end.
      if (isTTY) process.stdout.write(`\r\u001b[K${text ?? ''}`);
    },
  };
}
