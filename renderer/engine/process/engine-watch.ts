import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Overdue } from '#renderer/engine/process/hang-watch.ts';
import { createWatchdog } from '#shared/async/watchdog.ts';
import type { Clock } from '#shared/clock.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** How long the engine's process may take to its first beat, and from one to the next. Milliseconds. */
const FIRST_BEAT_MS = 60_000;
const SILENCE_MS = 20_000;

export interface EngineWatchOptions {
  readonly clock: Clock;
  /** Called once when the engine hangs, with how: it will not come back by itself. */
  readonly hangs: (how: Message) => void;
}

/**
 * Listens to the beats of pulse-thread.ts. Silence means that the whole process stands still, whatever stopped it; a
 * beat may say that a call of a network does not come back. Ends with the pipe, or when it is stopped.
 */
export function watchEngine(pulse: Readable, { clock, hangs }: EngineWatchOptions): { stop(): void } {
  const lines = createInterface({ input: pulse });
  const stop = () => {
    silence.stop();
    lines.close();
  };
  const tell = (how: Message) => {
    stop();
    hangs(how);
  };
  const silence = createWatchdog(clock, () => tell(message('engine.frozen', { seconds: SILENCE_MS / 1000 })));
  silence.reset(FIRST_BEAT_MS);
  lines.on('line', (line) => {
    const overdue = JSON.parse(line) as Overdue | null;
    if (overdue === null) silence.reset(SILENCE_MS);
    else tell(describe(overdue));
  });
  lines.on('close', () => silence.stop());
  pulse.on('error', () => stop());
  return { stop };
}

function describe({ what, ms }: Overdue): Message {
  const seconds = Math.round(ms / 1000);
  return what === null ? message('engine.busy', { seconds }) : message('engine.hangs', { network: what, seconds });
}
