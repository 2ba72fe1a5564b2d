import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Machine } from '#renderer/engine/runtime/missing-part.ts';
import { libraryPath, vulkanDrivers } from '#shared/config/renderer.ts';

/** What the dynamic linker knows; it lists every library by name. */
const LINKER_CACHE = '/etc/ld.so.cache';

/** The machine this process runs on. */
export function thisMachine(): Machine {
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  return {
    platform: process.platform,
    libraryPath: libraryPath(),
    vulkanDrivers: vulkanDrivers(),
    runtimeFolder: join(dirname(entry), '../bin/napi-v6', process.platform, process.arch),
    exists: existsSync,
    // Without the cache nobody can tell but the trial.
    linkerKnows: (library) => !existsSync(LINKER_CACHE) || readFileSync(LINKER_CACHE).includes(library),
  };
}
