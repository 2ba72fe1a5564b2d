import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { descendants, stillAlive } from '#test/journeys/processes.ts';

/** `npm start` and `npm run renderer` keep compiled code this way. */
const COMPILE_CACHE = ['--import', fileURLToPath(new URL('../../deploy/compile-cache.mjs', import.meta.url))];
const MAIN = fileURLToPath(new URL('../../bot/main.ts', import.meta.url));
const RENDERER_MAIN = fileURLToPath(new URL('../../renderer/main.ts', import.meta.url));
const SPEAKS_WITHIN_MS = 60_000;
const EXITS_WITHIN_MS = 20_000;

/** A program of ours in a process of its own. */
export interface OwnProcess {
  readonly pid: number;
  /** All it has printed so far. */
  output(): string;
  /** The first match in what it prints; rejects when it ends, or 60 s pass, without one. */
  says(pattern: RegExp): Promise<RegExpMatchArray>;
  /** The exit code; null when a signal ended it. Rejects when it does not end within 20 s. */
  exit(): Promise<number | null>;
  signal(name: NodeJS.Signals): void;
  isRunning(): boolean;
}

/** Starts `node bot/main.ts`, as `npm start` does. */
export function runEasel(env: Readonly<Record<string, string>>): OwnProcess {
  return run(MAIN, { EASEL_STUDIO_PORT: '0', ...env });
}

/** Starts a renderer alone, as on another machine; it says "listening on ADDRESS". */
export function runRenderer(env: Readonly<Record<string, string>>): OwnProcess {
  return run(RENDERER_MAIN, { EASEL_LISTEN: '127.0.0.1:0', ...env });
}

/** Starts Easel and resolves with the studio's address. */
export async function startEaselProcess(
  env: Readonly<Record<string, string>>,
): Promise<OwnProcess & { readonly address: string }> {
  const easel = runEasel(env);
  const [address] = await easel.says(/http:\/\/127\.0\.0\.1:\d+/);
  return { ...easel, address };
}

const started: OwnProcess[] = [];

/** Ends what a failed test has left running, with all processes below it. */
export async function endAll(): Promise<void> {
  for (const one of started.splice(0)) {
    const family = descendants(one.pid);
    one.signal('SIGKILL');
    await one.exit();
    for (const pid of stillAlive(family)) process.kill(pid, 'SIGKILL');
  }
}

function run(entry: string, env: Readonly<Record<string, string>>): OwnProcess {
  const child = spawn(process.execPath, [...COMPILE_CACHE, entry], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, EASEL_MODELS: 'none', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let isOver = false;
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      tell();
    });
  }
  const ended = once(child, 'exit').then(() => {
    isOver = true;
    tell();
    return child.exitCode;
  });
  const own: OwnProcess = {
    pid: child.pid!,
    output: () => output,
    signal: (name) => void child.kill(name),
    isRunning: () => !isOver,
    exit: () => within(EXITS_WITHIN_MS, { promise: ended, failing: () => `The process did not end: ${output}` }),
    says: (pattern) =>
      within(SPEAKS_WITHIN_MS, {
        failing: () => `The process did not say ${pattern}: ${output}`,
        promise: new Promise((resolve, reject) => {
          const look = () => {
            const found = output.match(pattern);
            if (!found && !isOver) return;
            listeners.delete(look);
            if (found) resolve(found);
            else reject(new Error(`The process ended with ${child.exitCode} and did not say ${pattern}: ${output}`));
          };
          listeners.add(look);
          look();
        }),
      }),
  };
  started.push(own);
  return own;
}

async function within<T>(
  ms: number,
  { promise, failing }: { readonly promise: Promise<T>; readonly failing: () => string },
): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(failing())), ms);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
