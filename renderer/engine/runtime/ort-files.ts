import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CUDA_LIBRARIES, CUDA_PROVIDER } from '#renderer/engine/runtime/cuda-files.ts';
import { gpuFolder } from '#shared/config/engine.ts';

const LIBRARIES: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'libonnxruntime.so.1',
  darwin: 'libonnxruntime.1.dylib',
  win32: 'onnxruntime.dll',
};

const find = createRequire(import.meta.url);

/** Of the npm package, and so of its library. */
export function ortVersion(): string {
  return (find('onnxruntime-node/package.json') as { readonly version: string }).version;
}

/** The folder in the npm package where its library lies. */
export function packageFolder(): string {
  return join(dirname(find.resolve('onnxruntime-node')), '../bin/napi-v6', process.platform, process.arch);
}

/** Where `npm run gpu:install` puts the library again, with its part for CUDA and what this needs. */
export function cudaFolder(): string {
  return gpuFolder(ortVersion());
}

/**
 * The library: the one with its part for CUDA beside it, if that was installed, since the library looks for it in its
 * own folder; else the npm package's. Null where there is none for this machine.
 */
export function ortFile(): string | null {
  const name = LIBRARIES[process.platform];
  if (name === undefined) return null;
  const hasCuda = existsSync(join(cudaFolder(), CUDA_PROVIDER)) && existsSync(join(cudaFolder(), name));
  const path = join(hasCuda ? cudaFolder() : packageFolder(), name);
  return existsSync(path) ? path : null;
}

/** The libraries of CUDA that were installed, in the order in which they can be loaded; others are the machine's own. */
export function installedCudaLibraries(): readonly string[] {
  return CUDA_LIBRARIES.map((name) => join(cudaFolder(), name)).filter(existsSync);
}
