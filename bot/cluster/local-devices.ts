import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** How long the driver may take to list its GPUs. Milliseconds. */
const LIST_TIMEOUT_MS = 10_000;

/** A place on this machine where a renderer can run. */
export interface LocalDevice {
  /** Keeps its meaning as long as the machine is not rebuilt: gpu-0, gpu-1, … or cpu. */
  readonly id: string;
  /** What the operator calls it. */
  readonly name: string;
  /** Makes a process see this device alone. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Every GPU, or slice of one, that the NVIDIA driver lists and CUDA is allowed to see (CUDA_VISIBLE_DEVICES; all when
 * it is undefined); the CPU alone when there is none.
 */
export async function findLocalDevices(visible?: string): Promise<readonly LocalDevice[]> {
  const list = await promisify(execFile)('nvidia-smi', ['-L'], { timeout: LIST_TIMEOUT_MS }).then(
    ({ stdout }) => stdout,
    () => '',
  );
  return readDevices(list, visible);
}

/** One line of the driver's list. */
interface ListedCard {
  readonly name: string;
  readonly uuid: string;
  readonly isSlice: boolean;
}

/** Reads the output of `nvidia-smi -L`. A GPU that is cut into slices (MIG) is used by its slices only. */
export function readDevices(list: string, visible?: string): readonly LocalDevice[] {
  const lines = list.split('\n').flatMap((line): readonly ListedCard[] => {
    const [, indent, name, uuid] = /^(\s*)(.+?)\s*\(UUID: ((?:GPU|MIG)-[^)]+)\)\s*$/.exec(line) ?? [];
    return name && uuid ? [{ name: name.replace(/^GPU \d+: /, ''), uuid, isSlice: indent !== '' }] : [];
  });
  const usable = lines.filter((line, index) => line.isSlice || !lines[index + 1]?.isSlice);
  const found = visible === undefined ? usable.map(({ name, uuid }) => ({ name, entry: uuid })) : seen(lines, visible);
  if (found.length === 0) return [{ id: 'cpu', name: 'CPU', environment: {} }];
  return found.map(({ name, entry }, index) => ({
    id: `gpu-${index}`,
    name,
    environment: { CUDA_VISIBLE_DEVICES: entry },
  }));
}

/**
 * The cards that an operator has left to CUDA, as CUDA reads the variable: the start of a card's name of its own, or
 * its number; what comes after one that is none does not count. Which card has a number is up to CUDA, whose order is
 * not the driver's, so numbers are handed on as they are.
 */
function seen(lines: readonly ListedCard[], visible: string): readonly { name: string; entry: string }[] {
  const cards = lines.filter(({ isSlice }) => !isSlice);
  const [first, ...others] = new Set(cards.map(({ name }) => name));
  const entries = visible.split(',').map((entry) => entry.trim());
  const named = entries.map((entry) => {
    if (/^\d+$/.test(entry) && Number(entry) < cards.length)
      return { entry, name: others.length === 0 ? first! : `GPU ${entry}` };
    const card = /^(GPU|MIG)-./.test(entry) && lines.find(({ uuid }) => uuid.startsWith(entry));
    return card ? { entry, name: card.name } : null;
  });
  const end = named.indexOf(null);
  return named.slice(0, end < 0 ? undefined : end).filter((card) => card !== null);
}
