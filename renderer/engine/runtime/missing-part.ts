import { join } from 'node:path';
import { CUDA_PROVIDER } from '#renderer/engine/runtime/cuda-files.ts';
import type { Provider } from '#shared/contract/bounds.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** What is looked at to see whether a provider could work. */
export interface Machine {
  /** Of Node: linux, darwin, win32 … */
  readonly platform: string;
  /** Folders, joined by colons, that the dynamic linker searches first. */
  readonly libraryPath: string | undefined;
  /** The list of Vulkan drivers that somebody set by hand. */
  readonly vulkanDrivers: string | undefined;
  /** Folders of ONNX Runtime's own libraries; its providers must lie beside them. */
  readonly runtimeFolders: readonly string[];
  readonly exists: (path: string) => boolean;
  /** Whether the dynamic linker's cache lists a library. */
  readonly linkerKnows: (library: string) => boolean;
}

const VULKAN_LOADER = 'libvulkan.so.1';
/** Comes with NVIDIA's driver, and with nothing else. */
const DRIVER = 'libcuda.so.1';

/** Kernel devices of GPUs: Mesa's and AMD's, NVIDIA's, and Windows' inside WSL. */
const GPU_DEVICES = ['/dev/dri', '/dev/nvidiactl', '/dev/dxg'];
const NVIDIA_DEVICES = ['/dev/nvidiactl', '/dev/dxg'];

/**
 * Which part a provider lacks here, as one sentence; null when it may work, which only a trial tells. Asked first
 * because a trial costs a process, and because a machine without a GPU should start without one.
 */
export function missingPart(provider: Provider, machine: Machine): Message | null {
  if (provider === 'cpu' || machine.platform !== 'linux') return null;
  if (provider === 'cuda') {
    if (!NVIDIA_DEVICES.some(machine.exists)) return message('device.no-nvidia');
    const isHere = machine.runtimeFolders.some((folder) => machine.exists(join(folder, CUDA_PROVIDER)));
    return isHere ? null : missingFile(CUDA_PROVIDER);
  }
  if (!hasVulkanLoader(machine)) return missingFile(VULKAN_LOADER);
  const hasDevice = machine.vulkanDrivers !== undefined || GPU_DEVICES.some(machine.exists);
  return hasDevice ? null : message('device.no-gpu');
}

function hasVulkanLoader({ libraryPath, exists, linkerKnows }: Machine): boolean {
  const folders = (libraryPath ?? '').split(':').filter((folder) => folder !== '');
  return folders.some((folder) => exists(join(folder, VULKAN_LOADER))) || linkerKnows(VULKAN_LOADER);
}

/** A library that is not here, with what brings it. */
export function missingFile(library: string): Message {
  if (library === DRIVER) return message('device.no-driver', { library });
  const isOfCuda = library === CUDA_PROVIDER || /^lib(cu|nv)\w+\.so/.test(library);
  return message(isOfCuda ? 'device.no-cuda' : 'device.not-installed', { library });
}
