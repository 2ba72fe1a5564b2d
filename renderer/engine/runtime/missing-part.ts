import { join } from 'node:path';
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
  /** Folder of ONNX Runtime's own libraries; its providers must lie beside them. */
  readonly runtimeFolder: string;
  readonly exists: (path: string) => boolean;
  /** Whether the dynamic linker's cache lists a library. */
  readonly linkerKnows: (library: string) => boolean;
}

const CUDA_PROVIDER = 'libonnxruntime_providers_cuda.so';
const VULKAN_LOADER = 'libvulkan.so.1';

/** Kernel devices of GPUs: Mesa's and AMD's, NVIDIA's, and Windows' inside WSL. */
const GPU_DEVICES = ['/dev/dri', '/dev/nvidiactl', '/dev/dxg'];

/**
 * Which part a provider lacks here, as one sentence; null when it may work, which only a trial tells. Asked first
 * because a trial costs a process, and because a machine without a GPU should start without one.
 */
export function missingPart(provider: Provider, machine: Machine): Message | null {
  if (provider === 'cpu' || machine.platform !== 'linux') return null;
  if (provider === 'cuda') {
    return machine.exists(join(machine.runtimeFolder, CUDA_PROVIDER)) ? null : notInstalled(CUDA_PROVIDER);
  }
  if (!hasVulkanLoader(machine)) return notInstalled(VULKAN_LOADER);
  const hasDevice = machine.vulkanDrivers !== undefined || GPU_DEVICES.some(machine.exists);
  return hasDevice ? null : message('device.no-gpu');
}

function hasVulkanLoader({ libraryPath, exists, linkerKnows }: Machine): boolean {
  const folders = (libraryPath ?? '').split(':').filter((folder) => folder !== '');
  return folders.some((folder) => exists(join(folder, VULKAN_LOADER))) || linkerKnows(VULKAN_LOADER);
}

function notInstalled(library: string): Message {
  return message('device.not-installed', { library });
}
