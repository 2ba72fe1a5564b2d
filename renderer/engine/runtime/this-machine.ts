import { existsSync, readFileSync } from 'node:fs';
import type { Machine } from '#renderer/engine/runtime/missing-part.ts';
import { cudaFolder, packageFolder } from '#renderer/engine/runtime/ort-files.ts';
import { libraryPath, vulkanDrivers } from '#shared/config/engine.ts';

/** What the dynamic linker knows; it lists every library by name. */
const LINKER_CACHE = '/etc/ld.so.cache';

/** The machine this process runs on. */
export function thisMachine(): Machine {
  return {
    platform: process.platform,
    libraryPath: libraryPath(),
    vulkanDrivers: vulkanDrivers(),
    runtimeFolders: [cudaFolder(), packageFolder()],
    exists: existsSync,
    // Without the cache nobody can tell but the trial.
    linkerKnows: (library) => !existsSync(LINKER_CACHE) || readFileSync(LINKER_CACHE).includes(library),
  };
}
