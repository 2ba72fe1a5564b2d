import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Where browsers keep SwiftShader, the Vulkan driver in software, and a loader for it. */
const PLACES = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];
const PARTS = ['libvk_swiftshader.so', 'vk_swiftshader_icd.json', 'libvulkan.so.1'];

/**
 * The environment in which a process finds a GPU made of software: the one that Chromium brings along. Null where there
 * is none; tests of WebGPU are skipped then.
 */
export function softwareVulkan(): Readonly<Record<string, string>> | null {
  const folder = PLACES.find((place) => PARTS.every((part) => existsSync(join(place, part))));
  if (process.platform !== 'linux' || folder === undefined) return null;
  return {
    LD_LIBRARY_PATH: folder,
    VK_DRIVER_FILES: join(folder, 'vk_swiftshader_icd.json'),
    VK_ICD_FILENAMES: join(folder, 'vk_swiftshader_icd.json'),
    // It complains without.
    XDG_RUNTIME_DIR: tmpdir(),
  };
}

/** For the name of a test group: says loudly why it is skipped. */
export function onSoftwareVulkan(what: string): string {
  return softwareVulkan() ? what : `${what} (SKIPPED: no Chromium with SwiftShader is installed)`;
}

/** What a program prints as JSON in its last line in a process that finds that GPU, in this environment besides. */
export async function printedOnSoftwareVulkan(
  program: URL,
  words: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const env = { ...process.env, ...softwareVulkan()!, ...more };
  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(program), ...words], { env });
  return JSON.parse(stdout.trimEnd().split('\n').at(-1)!);
}
