import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { onSoftwareVulkan, softwareVulkan } from '#test/fakes/software-vulkan.ts';
import { HANDED_OVER } from '#test/renderer/engine/runtime/placed-values.ts';

const vulkan = softwareVulkan();
const CHILD = fileURLToPath(new URL('device-places-child.ts', import.meta.url));

describe.skipIf(!vulkan)(onSoftwareVulkan('values that stay on a WebGPU device'), () => {
  it.each(['native', 'bound', 'recorded'])('are read by another graph: %s', { timeout: 60_000 }, async (way) => {
    const env = { ...process.env, ...vulkan! };
    const { stdout } = await promisify(execFile)(process.execPath, [CHILD, way], { env });
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1)!)).toEqual(HANDED_OVER);
  });
});
