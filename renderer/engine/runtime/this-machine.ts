import { existsSync, readFileSync } from 'node:fs';
import type { Machine } from '#renderer/engine/runtime/missing-part.ts';
import { cudaFolder, packageFolder } from '#renderer/engine/runtime/ort-files.ts';
import { libraryPath, vulkanDrivers } from '#shared/config/engine.ts';

/** What the dynamic linker knows; it lists every library by name. */
const LINKER_CACHE = '/etc/ld.so.cache';

/** Where Linux tells the version of a kernel module. Not inside WSL, where Windows has the driver. */
const DRIVER_VERSION = '/sys/module/nvidia/version';

/** The version of NVIDIA's driver that is loaded, as 580.65.06; null where there is none or nobody tells. */
export function loadedDriver(file = DRIVER_VERSION): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() || null : null;
}

/** The machine this process runs on. */
export function thisMachine(): Machine {
  return {
    platform: process.platform,
    arch: process.arch,
    libraryPath: libraryPath(),
    vulkanDrivers: vulkanDrivers(),
    runtimeFolders: [cudaFolder(), packageFolder()],
    exists: existsSync,
    // Without the cache nobody can tell but the trial.
    linkerKnows: (library) => !existsSync(LINKER_CACHE) || readFileSync(LINKER_CACHE).includes(library),
  };
}
