import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PRINTED_MAX = 2 ** 24;

export interface ProgramOptions {
  /** Beside this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** It is ended then; milliseconds. */
  readonly limitMs: number;
}

/** What one of these programs prints in a process of its own. Throws a sentence when it fails or takes too long. */
export async function runProgram(
  program: URL,
  words: readonly string[],
  { env = {}, limitMs }: ProgramOptions,
): Promise<string> {
  const options = { env: { ...process.env, ...env }, timeout: Math.ceil(limitMs), maxBuffer: PRINTED_MAX };
  try {
    return (await promisify(execFile)(process.execPath, [fileURLToPath(program), ...words], options)).stdout;
  } catch (error) {
    const { killed = false, stderr = '' } = error as { readonly killed?: boolean; readonly stderr?: string };
    if (killed) throw new Error(`stopped after ${(limitMs / 1000).toFixed(0)} s`);
    throw new Error(errorIn(stderr) ?? String(error).split('\n')[0]);
  }
}

/** What Node says of an error that nobody has caught; null = it says nothing of that kind. */
function errorIn(complaints: string): string | null {
  return complaints.match(/^(?:\w*Error|Failure)(?: \[\w+\])?: (.+)$/m)?.[1] ?? null;
}

/** The last of the lines that are objects in JSON, among what a library may print; empty where there is none. */
export function lastObject(printed: string): unknown {
  const lines = printed.trimEnd().split('\n');
  return JSON.parse(lines.findLast((line) => line.startsWith('{')) ?? '{}');
}
