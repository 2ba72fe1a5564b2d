import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What NVIDIA's tool says of the card that this process computes on; null where there is none. */
export interface CardFacts {
  readonly name: string;
  readonly driver: string;
  /** Null where it is not told, as of slices of a card. */
  readonly memoryMib: number | null;
}

/** Asks nvidia-smi. */
export async function cardFacts(): Promise<CardFacts | null> {
  const said = await ask('name,driver_version,memory.total');
  if (said === null) return null;
  const [name = '', driver = '', memory = ''] = said;
  return { name, driver, memoryMib: mibIn(memory) };
}

/** Memory in use on that card, of all programs; MiB, null where nobody says. */
export async function memoryInUse(): Promise<number | null> {
  const said = await ask('memory.used');
  return said === null ? null : mibIn(said[0]!);
}

/** It says `[N/A]` where it does not know. */
function mibIn(said: string): number | null {
  return /^\d+$/.test(said.trim()) ? Number(said) : null;
}

/**
 * Which card nvidia-smi is to be asked about: the first that CUDA is allowed to see, and without a word of that, the
 * first. Of a slice of a card it tells nothing here.
 */
export function cardChoice(visible: string | undefined): readonly string[] {
  const [first = ''] = (visible ?? '').split(',');
  return first.trim() === '' ? [] : [`--id=${first.trim()}`];
}

async function ask(fields: string): Promise<readonly string[] | null> {
  const which = cardChoice(process.env.CUDA_VISIBLE_DEVICES);
  const args = [...which, `--query-gpu=${fields}`, '--format=csv,noheader,nounits'];
  try {
    const { stdout } = await promisify(execFile)('nvidia-smi', args, { timeout: 10_000 });
    return stdout.split('\n')[0]!.split(', ');
  } catch {
    return null; // no such tool, or no card
  }
}
