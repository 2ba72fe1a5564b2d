import type { LocalProgram } from '#bot/cluster/local-program.ts';
import { endProcess, type RendererProcess, startProcess, takeUpProcess } from '#bot/cluster/renderer-process.ts';
import { failure, say } from '#bot/text/say.ts';
import { createBackoff } from '#shared/async/backoff.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';
import type { Message } from '#shared/text/message.ts';

/** Pauses before a dead renderer is started again: the first, and the longest. Milliseconds. */
const RESTART_FIRST_MS = 200;
const RESTART_LONGEST_MS = 10_000;

/** A renderer that has lived as long as the longest pause is no broken one: its next pause is short. Milliseconds. */
const HEALTHY_AFTER_MS = RESTART_LONGEST_MS;

/** A renderer process that is started again whenever it dies. */
export interface LocalRenderer {
  /** Kills the process, which does not answer any more; it is started again. */
  replace(): void;
  /** Tells it to end, and waits for nothing. */
  endNow(): void;
  /** Asks it to end, waits, and kills what is left. */
  close(): Promise<void>;
}

export interface LocalRendererOptions {
  readonly id: string;
  readonly program: LocalProgram;
  readonly clock: Clock;
  readonly log: Log;
  readonly onListening: (address: string) => void;
  readonly onDown: (reason: Message) => void;
}

/**
 * Keeps the program running until closed: takes up the process that the bot before us left, or starts one. When this
 * process dies without a word, the renderer goes on for a while, for the bot that comes next.
 */
export function startLocalRenderer(options: LocalRendererOptions): LocalRenderer {
  const closing = new AbortController();
  const now: { process: RendererProcess | null } = { process: null };
  const running = keepRunning(options, now, closing.signal);
  return {
    replace: () => now.process?.kill(),
    endNow: () => now.process?.ask(),
    async close() {
      closing.abort(failure('cancelled', 'job.stopping'));
      await running;
    },
  };
}

async function keepRunning(
  options: LocalRendererOptions,
  now: { process: RendererProcess | null },
  signal: AbortSignal,
): Promise<void> {
  const { id, clock, log, onDown } = options;
  const restarts = createBackoff({ firstMs: RESTART_FIRST_MS, longestMs: RESTART_LONGEST_MS });
  while (!signal.aborted) {
    const startedAt = clock.now();
    now.process = await begin(options, signal);
    const ending = await untilEnd(now.process, clock, signal);
    now.process = null;
    if (signal.aborted) return;
    if (clock.now() - startedAt >= HEALTHY_AFTER_MS) restarts.reset();
    log.warn(
      { renderer: id, ending: ending.values, pauseMs: restarts.nextMs },
      'renderer process ended, starting it again',
    );
    onDown(say('link.restarting', { renderer: id, ending }));
    await restarts.wait(clock, signal);
  }
}

async function begin({ onListening, log, id, ...options }: LocalRendererOptions, signal: AbortSignal) {
  const heard = {
    ...options,
    onListening(address: string) {
      if (!signal.aborted) onListening(address);
    },
  };
  const left = await takeUpProcess(heard);
  if (left) log.info({ renderer: id }, 'renderer of the bot before is taken up');
  return left ?? startProcess(heard);
}

/** One life of the process; says how it ended. Never rejects. */
async function untilEnd(process: RendererProcess, clock: Clock, signal: AbortSignal): Promise<Message> {
  const stop = () => void endProcess(process, clock);
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  const how = await process.ended;
  signal.removeEventListener('abort', stop);
  return how;
}
