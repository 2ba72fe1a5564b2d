import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ENTRY = fileURLToPath(new URL('../gpu-check.ts', import.meta.url));

interface Outcome {
  readonly code: number;
  readonly text: string;
}

/** How `npm run gpu:check` ends with these arguments, and what it prints. */
export async function gpuCheck(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const options = { env: { ...process.env, ...env }, timeout: 270_000 };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [ENTRY, ...args], options);
    return { code: 0, text: stdout };
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string };
    return { code, text: stdout };
  }
}

/** Rows of the tables, as cells. */
export function tableRows(text: string): readonly (readonly string[])[] {
  const cells = text.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  return cells.filter((line) => line.length > 3 && !/---|network|step,/.test(line.join('|')));
}
