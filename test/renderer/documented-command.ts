import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** How it ended, and what it said. */
interface EndedCommand {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs what a line of the documentation says, in a folder that is its cache, too. */
export function runDocumented(line: string, cwd: string): Promise<EndedCommand> {
  return startDocumented(line, cwd).ended;
}

/** The same, for who has something to do with it meanwhile. */
export function startDocumented(
  line: string,
  cwd: string,
): { readonly child: ChildProcess; readonly ended: Promise<EndedCommand> } {
  const [command, ...words] = line.split(' ');
  const entry = fileURLToPath(new URL(`../../renderer/${command}.ts`, import.meta.url));
  const env = { ...process.env, EASEL_CACHE: cwd, EASEL_PROVIDER: 'cpu', EASEL_THREADS: '1' };
  const child = spawn(process.execPath, [entry, ...words], { env, cwd });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data: Buffer) => {
    out += data;
  });
  child.stderr.on('data', (data: Buffer) => {
    err += data;
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number, out, err }));
  return { child, ended };
}
