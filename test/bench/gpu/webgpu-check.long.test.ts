import { describe, expect, it } from 'vitest';
import { gpuCheck, tableRows } from '#test/bench/gpu/run-gpu-check.ts';
import { onSoftwareVulkan, softwareVulkan } from '#test/fakes/software-vulkan.ts';

const vulkan = softwareVulkan();

describe.skipIf(!vulkan)(onSoftwareVulkan('WebGPU on a driver in software'), () => {
  // Such a driver takes seconds for each kind of shader, so the others are left to `npm run gpu:check`; the engine's
  // test draws a picture with a VAE and another UNet.
  const nets = ['unet sd15_layers1', 'clip l_quick_gelu'];

  it('gives the numbers of diffusers, and leaves nothing but sizes to the CPU', { timeout: 280_000 }, async () => {
    const { code, text } = await gpuCheck(['--provider', 'webgpu', '--skip-steps', '--only', nets.join()], vulkan!);
    expect(code, text).toBe(0);
    const table = tableRows(text);
    expect(table.map(([, name]) => name)).toEqual(nets);
    for (const [, name, , bound, onCpu, verdict] of table)
      expect([name, bound, onCpu, verdict]).toEqual([name, '0.002', 'none', 'right']);
  });
});
