import { describe, expect, it } from 'vitest';
import { onSoftwareVulkan, printedOnSoftwareVulkan, softwareVulkan } from '#test/fakes/software-vulkan.ts';
import { ALL_AT_ONCE, HANDED_OVER, SIZE_AFTER_SIZE } from '#test/renderer/engine/runtime/placed-values.ts';

const vulkan = softwareVulkan();

const printed = (args: readonly string[]) =>
  printedOnSoftwareVulkan(new URL('device-places-child.ts', import.meta.url), args);

describe.skipIf(!vulkan)(onSoftwareVulkan('values that stay on a WebGPU device'), () => {
  it.each(['native', 'bound', 'recorded'])('are read by another graph: %s', { timeout: 60_000 }, async (way) => {
    expect(await printed([way])).toEqual(HANDED_OVER);
  });

  it('are those of graphs that open and run at once, one after another', { timeout: 60_000 }, async () => {
    expect(await printed(['at once'])).toEqual(ALL_AT_ONCE);
  });

  it.each(['bound', 'recorded'])('are those of each size: %s', { timeout: 60_000 }, async (way) => {
    expect(await printed([way, 'sizes'])).toEqual(SIZE_AFTER_SIZE);
  });
});
