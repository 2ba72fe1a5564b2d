import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mayHaveVulkan } from '#renderer/engine/runtime/vulkan-loader.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const scratch = scratchFolder();

describe('the look for a Vulkan loader', () => {
  it('finds one in a folder of the library path', () => {
    writeFileSync(join(scratch, 'libvulkan.so.1'), '');
    expect(mayHaveVulkan({ platform: 'linux', libraryPath: `/nowhere:${scratch}` })).toBe(true);
  });

  it('leaves the answer to the probe where libraries are found in other ways', () => {
    expect(mayHaveVulkan({ platform: 'darwin', libraryPath: undefined })).toBe(true);
  });
});
