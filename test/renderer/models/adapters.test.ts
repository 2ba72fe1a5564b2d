import { cpSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { describeModel } from '#renderer/engine/checkpoint/describe-model.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import { readBytes } from '#renderer/engine/weights/read-tensor.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { createAdapterFinder } from '#renderer/models/adapters.ts';
import { silentLog } from '#shared/log.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { type TorchTensor, torchZip, writeTorch } from '#test/renderer/engine/weights/torch/torch-writer.ts';

const DEMO = fileURLToPath(new URL('../../../renderer/demo-model', import.meta.url));
const blueprint = join(DEMO, 'loras/blueprint.safetensors');
const scratch = realpathSync(scratchFolder());

it('a folder offers adapters that torch.save wrote too, and of two files with one name the safetensors', async () => {
  const folder = join(scratch, 'loras');
  mkdirSync(folder);
  const tensors = new Map<string, TorchTensor>();
  for (const [key, entry] of await readSafetensors(blueprint)) {
    tensors.set(key, { dtype: entry.dtype, shape: entry.shape, bytes: await readBytes(entry) });
  }
  for (const name of ['pytorch_lora_weights.bin', 'ink.pt']) writeTorch(join(folder, name), torchZip(tensors));
  cpSync(blueprint, join(folder, 'ink.safetensors'));
  writeFileSync(join(folder, 'ink.txt'), 'a note about it');
  const { weights } = await describeModel('demo', modelFilesAt(DEMO));
  const offered = { kind: 'lora', standing: false };
  expect(await createAdapterFinder(silentLog).inFolder({ folder, weights })).toEqual([
    { ...offered, name: 'ink', file: join(folder, 'ink.safetensors') },
    { ...offered, name: 'pytorch_lora_weights', file: join(folder, 'pytorch_lora_weights.bin') },
  ]);
});
