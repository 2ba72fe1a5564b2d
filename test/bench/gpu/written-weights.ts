import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { StepCase } from '#test/bench/gpu/unet-steps.ts';
import { writeRandomUNet } from '#test/bench/random-unet.ts';

const writing = new Map<string, Promise<string>>();

/** The folder of a network's random weights below this one, written where they are not there yet. */
export function writtenWeights(
  folder: string,
  name: string,
  write: (folder: string) => Promise<void>,
): Promise<string> {
  const at = join(folder, name.replaceAll(/\W/g, '-'));
  const isThere = existsSync(join(at, 'diffusion_pytorch_model.safetensors'));
  const once = writing.get(at) ?? (isThere ? Promise.resolve() : write(at)).then(() => at);
  writing.set(at, once);
  return once;
}

/** The same for a UNet. */
export function writtenUNet(folder: string, { name, config }: StepCase): Promise<string> {
  return writtenWeights(folder, name, (at) => writeRandomUNet(at, config));
}
