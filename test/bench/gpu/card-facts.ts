import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What NVIDIA's tool says of the first card; null where there is none. */
export interface CardFacts {
  readonly name: string;
  readonly driver: string;
  readonly memoryMib: number;
}

/** Asks nvidia-smi. */
export async function cardFacts(): Promise<CardFacts | null> {
  const said = await ask('name,driver_version,memory.total');
  if (said === null) return null;
  const [name = '', driver = '', memory = ''] = said;
  return { name, driver, memoryMib: Number(memory) };
}

/** Memory in use on the first card, of all programs; MiB, null where nobody says. */
export async function memoryInUse(): Promise<number | null> {
  const said = await ask('memory.used');
  return said === null ? null : Number(said[0]);
}

async function ask(fields: string): Promise<readonly string[] | null> {
  const args = [`--query-gpu=${fields}`, '--format=csv,noheader,nounits'];
  try {
    const { stdout } = await promisify(execFile)('nvidia-smi', args, { timeout: 10_000 });
    return stdout.split('\n')[0]!.split(', ');
  } catch {
    return null; // no such tool, or no card
  }
}
