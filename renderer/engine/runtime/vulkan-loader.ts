import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LOADER = 'libvulkan.so.1';
/** What the dynamic linker knows; it lists every library by name. */
const LINKER_CACHE = '/etc/ld.so.cache';

/**
 * Whether ONNX Runtime's WebGPU could find a Vulkan loader. Asked first because its Dawn prints a warning past every log
 * setting when there is none. True where we cannot tell: then the probe decides.
 */
export function mayHaveVulkan(options: {
  readonly platform: string;
  readonly libraryPath: string | undefined;
}): boolean {
  if (options.platform !== 'linux' || !existsSync(LINKER_CACHE)) return true;
  const folders = (options.libraryPath ?? '').split(':').filter((folder) => folder !== '');
  return folders.some((folder) => existsSync(join(folder, LOADER))) || readFileSync(LINKER_CACHE).includes(LOADER);
}
