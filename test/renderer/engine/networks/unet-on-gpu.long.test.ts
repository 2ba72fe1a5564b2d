import { describe, expect, it } from 'vitest';
import { onSoftwareVulkan, printedOnSoftwareVulkan, softwareVulkan } from '#test/fakes/software-vulkan.ts';

const vulkan = softwareVulkan();
const CHILD = new URL('unet-on-gpu-child.ts', import.meta.url);

async function found(way: string, runtime: string): Promise<Readonly<Record<string, unknown>>> {
  const printed = await printedOnSoftwareVulkan(CHILD, [way], { EASEL_RUNTIME: runtime });
  return printed as Readonly<Record<string, unknown>>;
}

describe.skipIf(!vulkan)(onSoftwareVulkan('a UNet on a WebGPU device'), () => {
  it('may share its weights there with other graphs', { timeout: 280_000 }, async () => {
    expect(await found('sharing', 'c-api')).toEqual({ shares: true });
  });

  // ONNX Runtime 1.30 refuses to record it: then it computes sizes on the device, and joins them on the CPU.
  it('gives the same numbers bit for bit where recordings are asked for, and says that there are none', {
    timeout: 400_000,
  }, async () => {
    const { error, same, troubles } = await found('recorded', 'c-api-recorded');
    // Of the second call, the third, one with another timestep, and the fifth.
    expect(same).toEqual([true, true, false, true]);
    expect(troubles).toEqual([expect.stringContaining('Steps of unet are computed without a recording')]);
    // gpu:check's bound for this provider.
    expect(error).toBeLessThan(2e-3);
  });

  it('can be stopped in its middle and runs on', { timeout: 280_000 }, async () => {
    expect(await found('stopped', 'c-api')).toMatchObject({ outcome: 'enough', same: true });
  });
});
