import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { onSoftwareVulkan, softwareVulkan } from '#test/fakes/software-vulkan.ts';
import { checkPart, storedGolden } from '#test/golden/check/check-case.ts';
import type { GoldenPart } from '#test/golden/check/part.ts';
import { GRADIENT_PART, HALF_GRADIENT_PART } from '#test/golden/check/parts/training-gradients.ts';
import { TEXT_GRADIENT_PARTS } from '#test/golden/check/parts/training-text.ts';

describe('gradients of every UNet are those of torch', () => {
  it('on the CPU', () => checkPart(GRADIENT_PART), 600_000);

  // Each operator there casts what it takes and gives: all of them take five minutes.
  const few = ['0 sd15_layers1 weights', '1 sd15_layers1 lora_all', '3 sd15_layers1 dora', '12 sdxl weights'];
  it(
    'in half precision, but for what that rounds',
    () => checkPart(HALF_GRADIENT_PART, (name) => few.includes(name)),
    600_000,
  );
});

const vulkan = softwareVulkan();

describe.skipIf(!vulkan)(onSoftwareVulkan('gradients on WebGPU are those of torch'), () => {
  // ONNX Runtime cannot be loaded twice in a process, and the drivers are found when it is: hence a child for each case.
  const script = new URL('webgpu-gradients.ts', import.meta.url).pathname;
  const golden = storedGolden('training');
  const casesOf = ({ key, cases }: GoldenPart) => cases(golden).map(({ name }) => [key, name] as const);
  const all = [GRADIENT_PART, TEXT_GRADIENT_PARTS[0]!].flatMap(casesOf);
  it.each(all)('%s: %s', { timeout: 240_000 }, async (...which) => {
    const env = { ...process.env, ...vulkan };
    const { stdout } = await promisify(execFile)(process.execPath, [script, ...which], { env });
    expect(stdout).toMatch(/^compared [1-9]\d*\n$/);
  });
});
