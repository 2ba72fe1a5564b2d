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

/** Every GPU, or slice of one, that the NVIDIA driver lists; the CPU alone when there is none. */
export async function findLocalDevices(): Promise<readonly LocalDevice[]> {
  const list = await promisify(execFile)('nvidia-smi', ['-L'], { timeout: LIST_TIMEOUT_MS }).then(
    ({ stdout }) => stdout,
    () => '',
  );
  return readDevices(list);
}

/** Reads the output of `nvidia-smi -L`. A GPU that is cut into slices (MIG) is used by its slices only. */
export function readDevices(list: string): readonly LocalDevice[] {
  const lines = list.split('\n').flatMap((line) => {
    const [, indent, name, uuid] = /^(\s*)(.+?)\s*\(UUID: ((?:GPU|MIG)-[^)]+)\)\s*$/.exec(line) ?? [];
    return name && uuid ? [{ name: name.replace(/^GPU \d+: /, ''), uuid, isSlice: indent !== '' }] : [];
  });
  const usable = lines.filter((line, index) => line.isSlice || !lines[index + 1]?.isSlice);
  if (usable.length === 0) return [{ id: 'cpu', name: 'CPU', environment: {} }];
  return usable.map(({ name, uuid }, index) => ({
    id: `gpu-${index}`,
    name,
    environment: { CUDA_VISIBLE_DEVICES: uuid },
  }));
}
