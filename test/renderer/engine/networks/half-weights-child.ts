import { join } from 'node:path';
import { weightInput } from '#renderer/engine/graph/ir/weight-input.ts';
import { createDeviceWeights } from '#renderer/engine/networks/device-weights.ts';
import { openDevicePlaces } from '#renderer/engine/runtime/device-places.ts';
import type { PlacedTensor } from '#renderer/engine/runtime/session.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { writeRandomWeights } from '#test/bench/random-unet.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

/*
 * Weights that are stored in half precision, as most are, on a WebGPU device that need not have it, in a process that
 * finds a driver. Prints the largest difference from the file as JSON in the last line.
 */
const [rows, columns] = [200, 300];
const shape = [rows, columns];

await withFolder(async (folder) => {
  const file = join(folder, 'half.safetensors');
  await writeRandomWeights(file, new Map([['some.weight', shape]]));
  const stored = await readSafetensors(file);
  const device = (await openDevicePlaces('webgpu'))!;
  const weights = createDeviceWeights(stored, device, { provider: 'webgpu', threads: 0 });
  const turned = weightInput('some.weight', 'float', { shape, isTurned: true });
  await weights.hold([turned]);
  const lying = await weights.use(null, async (all) => (all[turned.name] as PlacedTensor).placed.read());
  const { data } = await readTensor(stored.get('some.weight')!);
  const worst = data.reduce((most, value, i) => {
    const place = (i % columns) * rows + Math.floor(i / columns);
    return Math.max(most, Math.abs(value - lying[place]!));
  }, 0);
  await weights.release();
  await device.release();
  process.stdout.write(`\n${JSON.stringify([worst])}\n`);
});
