import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { LocalProgram } from '#bot/cluster/local-program.ts';
import { fingerprintOf, readRecord, removeRecord, writeRecord } from '#bot/cluster/renderer-record.ts';
import { say } from '#bot/text/say.ts';
import { pause } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import { isAlive, pidIn } from '#shared/process-identity.ts';
import type { Message } from '#shared/text/message.ts';

/** How long a new process may take to listen. Milliseconds. */
const LISTEN_TIMEOUT_MS = 30_000;

/** How long an old process may take to end once it is asked to. Milliseconds. */
const END_TIMEOUT_MS = 5_000;

/** How often a process that is not our child is looked at. Milliseconds. */
const LOOK_EVERY_MS = 250;

/** A renderer's process while it runs: our child, or one that the bot before us started. */
export interface RendererProcess {
  /** How it ended. */
  readonly ended: Promise<Message>;
  /** Tells it to end; nobody reads its renders any more. */
  ask(): void;
  kill(): void;
}

export interface ProcessOptions {
  readonly program: LocalProgram;
  readonly clock: Clock;
  readonly onListening: (address: string) => void;
}

/** What the program sends over its IPC channel once its port is open. */
interface ListeningMessage {
  readonly kind: 'listening';
  readonly address: string;
}

/**
 * The process that the bot before us left running, if it is the same program with the same settings. One that is not is
 * ended first: there is never a second renderer on a device. Null when there is none.
 */
export async function takeUpProcess({ program, clock, onListening }: ProcessOptions): Promise<RendererProcess | null> {
  const left = program.record === undefined ? null : readRecord(program.record);
  if (!left || !isAlive(left.identity)) return null;
  const process = strangerProcess(left.identity, clock);
  if (left.address !== null && left.fingerprint === fingerprintOf(program)) {
    onListening(left.address);
    return process;
  }
  await endProcess(process, clock);
  return null;
}

/** Starts the program, and kills it when it never says where it listens. */
export function startProcess({ program, clock, onListening }: ProcessOptions): RendererProcess {
  // A process group of its own: Ctrl-C reaches the bot alone, which then ends its renderers in order.
  const child = fork(program.entry, [...program.args], {
    env: program.environment as NodeJS.ProcessEnv,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  record(program, child, null);
  const spoken = new AbortController();
  const ended = ending(child).finally(() => {
    spoken.abort();
    if (program.record !== undefined) removeRecord(program.record);
  });
  child.on('message', (message) => {
    if (!isListening(message)) return;
    spoken.abort();
    record(program, child, message.address);
    onListening(message.address);
  });
  void pause(clock, LISTEN_TIMEOUT_MS, spoken.signal).then((isLate) => isLate && child.kill('SIGKILL'));
  return {
    ended,
    ask() {
      child.kill('SIGTERM');
      // A broken channel tells it not to wait for its renders.
      if (child.connected) child.disconnect();
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

/** Asks a process to end, waits, and kills it when it does not. Resolves when it is gone. */
export async function endProcess(process: RendererProcess, clock: Clock): Promise<void> {
  const over = new AbortController();
  const ended = process.ended.finally(() => over.abort());
  process.ask();
  if (await pause(clock, END_TIMEOUT_MS, over.signal)) process.kill();
  await ended;
}

function record(program: LocalProgram, child: ChildProcess, address: string | null) {
  if (program.record === undefined || child.pid === undefined) return;
  writeRecord(program.record, child.pid, { fingerprint: fingerprintOf(program), address });
}

async function ending(child: ChildProcess): Promise<Message> {
  try {
    const [code, killedBy] = (await once(child, 'exit')) as [number | null, string | null];
    return killedBy ? say('ending.signal', { signal: killedBy }) : say('ending.code', { code });
  } catch (thrown) {
    return say('ending.not-started', { why: (thrown as Error).message });
  }
}

/** Not our child: the system tells nobody but its parent how it ends, so it is looked at. */
function strangerProcess(identity: string, clock: Clock): RendererProcess {
  const signal = (name: NodeJS.Signals) => {
    if (isAlive(identity)) process.kill(pidIn(identity), name);
  };
  return {
    ended: untilGone(identity, clock),
    ask: () => signal('SIGTERM'),
    kill: () => signal('SIGKILL'),
  };
}

async function untilGone(identity: string, clock: Clock): Promise<Message> {
  // Like a child of ours it keeps the bot from ending before it; a sleep does not.
  const held = setInterval(() => {}, LOOK_EVERY_MS);
  while (isAlive(identity)) await clock.sleep(LOOK_EVERY_MS);
  clearInterval(held);
  return say('ending.gone');
}

function isListening(message: unknown): message is ListeningMessage {
  const { kind, address } = (message ?? {}) as Partial<ListeningMessage>;
  return kind === 'listening' && typeof address === 'string';
}
