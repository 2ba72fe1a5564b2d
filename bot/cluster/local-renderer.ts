import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { failure, say } from '#bot/text/say.ts';
import { createBackoff } from '#shared/async/backoff.ts';
import { pause } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';
import type { Message } from '#shared/text/message.ts';

/** Pauses before a dead renderer is started again: the first, the longest, and the life that counts as healthy. */
const RESTART_FIRST_MS = 200;
const RESTART_LONGEST_MS = 10_000;
const HEALTHY_AFTER_MS = 30_000;

/** How long a new process may take to listen, and how long an old one may take to end. Milliseconds. */
const LISTEN_TIMEOUT_MS = 30_000;
const END_TIMEOUT_MS = 5_000;

/** A renderer that the bot starts itself: a Node program that says where it listens over its IPC channel. */
export interface LocalProgram {
  /** Path of the program's entry point. */
  readonly entry: string;
  readonly args: readonly string[];
  /** The whole environment of the process. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A renderer process that is started again whenever it dies. */
export interface LocalRenderer {
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

/** What the program sends over its IPC channel once its port is open. */
interface ListeningMessage {
  readonly kind: 'listening';
  readonly address: string;
}

/** Starts the program and keeps it running until closed. */
export function startLocalRenderer(options: LocalRendererOptions): LocalRenderer {
  const closing = new AbortController();
  const running = keepRunning(options, closing.signal);
  return {
    async close() {
      closing.abort(failure('cancelled', 'job.stopping'));
      await running;
    },
  };
}

async function keepRunning(options: LocalRendererOptions, signal: AbortSignal) {
  const { id, clock, log, onDown } = options;
  const restarts = createBackoff({ firstMs: RESTART_FIRST_MS, longestMs: RESTART_LONGEST_MS });
  while (!signal.aborted) {
    const startedAt = clock.now();
    const ending = await runOnce(options, signal);
    if (signal.aborted) return;
    if (clock.now() - startedAt > HEALTHY_AFTER_MS) restarts.reset();
    log.warn(
      { renderer: id, ending: ending.values, pauseMs: restarts.nextMs },
      'renderer process ended, starting it again',
    );
    onDown(say('link.restarting', { renderer: id, ending }));
    await restarts.wait(clock, signal);
  }
}

/** One life of the process; says how it ended. Never rejects. */
async function runOnce(options: LocalRendererOptions, signal: AbortSignal): Promise<Message> {
  const { program, clock, onListening } = options;
  // A process group of its own: Ctrl-C reaches the bot alone, which then ends its renderers in order.
  const child = fork(program.entry, [...program.args], {
    env: program.environment as NodeJS.ProcessEnv,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const over = new AbortController();
  const listening = new AbortController();
  const ended = ending(child).finally(() => over.abort());
  child.on('message', (message) => {
    if (!isListening(message) || signal.aborted) return;
    listening.abort();
    onListening(message.address);
  });
  void killIfSilent(child, clock, AbortSignal.any([over.signal, listening.signal]));
  const stop = () => void end(child, clock, over.signal);
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  const how = await ended;
  signal.removeEventListener('abort', stop);
  return how;
}

async function ending(child: ChildProcess): Promise<Message> {
  try {
    const [code, killedBy] = (await once(child, 'exit')) as [number | null, string | null];
    return killedBy ? say('ending.signal', { signal: killedBy }) : say('ending.code', { code });
  } catch (thrown) {
    return say('ending.not-started', { why: (thrown as Error).message });
  }
}

async function killIfSilent(child: ChildProcess, clock: Clock, spoken: AbortSignal) {
  if (await pause(clock, LISTEN_TIMEOUT_MS, spoken)) child.kill('SIGKILL');
}

async function end(child: ChildProcess, clock: Clock, over: AbortSignal) {
  child.kill('SIGTERM');
  // Nobody reads its renders any more: a broken channel tells it not to wait for them.
  if (child.connected) child.disconnect();
  if (await pause(clock, END_TIMEOUT_MS, over)) child.kill('SIGKILL');
}

function isListening(message: unknown): message is ListeningMessage {
  const { kind, address } = (message ?? {}) as Partial<ListeningMessage>;
  return kind === 'listening' && typeof address === 'string';
}
