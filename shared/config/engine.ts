// What the engine's process reads of its environment itself. Apart from the other settings, as it does without the library
// that checks those: it is started anew whenever it dies, and then every tenth of a second counts.
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

type Variables = Readonly<Record<string, string | undefined>>;

/** Ways to ONNX Runtime. */
export const RUNTIMES = ['c-api', 'c-api-bound', 'c-api-recorded', 'binding'] as const;

/** How networks are to reach ONNX Runtime; where its C API is not to be had, that is the npm binding all the same. */
export function runtimeWish(env: Variables = process.env): (typeof RUNTIMES)[number] {
  return RUNTIMES.find((way) => way === env.EASEL_RUNTIME?.trim()) ?? 'c-api';
}

/** Whether inputs and outputs of networks are to keep their places on a device. */
export function wantsPlaces(env: Variables = process.env): boolean {
  return ['c-api-bound', 'c-api-recorded'].includes(runtimeWish(env));
}

/** Folders, joined by colons, that the dynamic linker of this process searches before its own. */
export function libraryPath(env: Variables = process.env): string | undefined {
  return env.LD_LIBRARY_PATH;
}

/** The Vulkan drivers that somebody chose by hand, as Vulkan's loader reads them; undefined = its own search. */
export function vulkanDrivers(env: Variables = process.env): string | undefined {
  return env.VK_DRIVER_FILES ?? env.VK_ICD_FILENAMES;
}

/** Where `npm run gpu:install` puts what a card needs, for one version of ONNX Runtime. */
export function gpuFolder(version: string, env: Variables = process.env): string {
  return join(folder(env.EASEL_GPU_FILES?.trim() || undefined) ?? join(cacheFolderIn(env), 'gpu'), version);
}

interface CacheVariables {
  readonly EASEL_CACHE?: string | undefined;
  readonly XDG_CACHE_HOME?: string | undefined;
}

/** Where Easel keeps what it can make again. */
export function cacheFolderIn({ EASEL_CACHE, XDG_CACHE_HOME }: CacheVariables): string {
  return folder(EASEL_CACHE?.trim() || undefined) ?? join(XDG_CACHE_HOME?.trim() || join(homedir(), '.cache'), 'easel');
}

/** Absolute; null where none is named. */
export function folder(path: string | undefined): string | null {
  return path === undefined ? null : resolve(path);
}
