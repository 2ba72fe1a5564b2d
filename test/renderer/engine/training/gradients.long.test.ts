import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { onSoftwareVulkan, softwareVulkan } from '#test/fakes/software-vulkan.ts';
import { checkPart } from '#test/golden/check/check-case.ts';
import { GRADIENT_PART, HALF_GRADIENT_PART } from '#test/golden/check/parts/training-gradients.ts';

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

describe.skipIf(!vulkan)(onSoftwareVulkan('gradients on WebGPU'), () => {
  it('are those of torch', { timeout: 600_000 }, async () => {
    // ONNX Runtime cannot be loaded twice in a process, and the drivers are found when it is: hence a child.
    const script = new URL('webgpu-gradients.ts', import.meta.url).pathname;
    const { stdout } = await promisify(execFile)(process.execPath, [script], { env: { ...process.env, ...vulkan } });
    expect(stdout).toMatch(/^compared [1-9]\d+\n$/);
  });
});
