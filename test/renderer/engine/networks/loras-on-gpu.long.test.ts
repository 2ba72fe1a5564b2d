import { describe, expect, it } from 'vitest';
import { onSoftwareVulkan, printedOnSoftwareVulkan, softwareVulkan } from '#test/fakes/software-vulkan.ts';

const vulkan = softwareVulkan();

/** The last line that such a process prints. */
async function printed(child: string, args: readonly string[], more: Readonly<Record<string, string>>) {
  return (await printedOnSoftwareVulkan(new URL(child, import.meta.url), args, more)) as number[];
}

describe.skipIf(!vulkan)(onSoftwareVulkan('LoRAs on a WebGPU device'), () => {
  it.each([
    ['merged', 'c-api-bound'],
    ['factors', 'c-api'],
  ])('change a UNet as on the CPU, and leave it as it was: %s, %s', { timeout: 280_000 }, async (way, runtime) => {
    const run = await printed('loras-on-gpu-child.ts', [way], { EASEL_RUNTIME: runtime });
    const [without, withLora, again, change] = run;
    // gpu:check's bound for this provider; measured 1.1e-4.
    expect(Math.max(without!, withLora!, again!)).toBeLessThan(2e-3);
    expect(change).toBeGreaterThan(5e-3);
  });

  it('find weights there that are stored in half precision, which the device need not have', async () => {
    expect(await printed('half-weights-child.ts', [], {})).toEqual([0]);
  }, 60_000);
});
