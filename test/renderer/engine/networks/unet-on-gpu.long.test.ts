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

  // ONNX Runtime 1.30 records it only where its sizes are known when it is opened (sized-graphs.ts).
  it('gives the same numbers bit for bit by its recordings', {
    timeout: 400_000,
  }, async () => {
    const { error, same, sameAlone, troubles } = await found('recorded', 'c-api-recorded');
    // Of the second call, the third, one with another timestep, the fifth, and one after another size.
    expect(same).toEqual([true, true, false, true, true]);
    expect(sameAlone).toBe(true);
    expect(troubles).toEqual([]);
    // gpu:check's bound for this provider.
    expect(error).toBeLessThan(2e-3);
  });

  it('can be stopped in its middle and runs on', { timeout: 280_000 }, async () => {
    expect(await found('stopped', 'c-api')).toMatchObject({ outcome: 'enough', same: true });
  });
});
