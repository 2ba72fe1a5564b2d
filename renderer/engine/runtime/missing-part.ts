import { join } from 'node:path';
import { CUDA_LIBRARIES, CUDA_PROVIDER, isCudaMachine, PROVIDER_BRIDGE } from '#renderer/engine/runtime/cuda-files.ts';
import type { Provider } from '#shared/contract/bounds.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** What is looked at to see whether a provider could work. */
export interface Machine {
  /** Of Node: linux, darwin, win32 … */
  readonly platform: string;
  /** Of Node: x64, arm64 … */
  readonly arch: string;
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
/** What comes with NVIDIA's driver, and with nothing else: libcuda.so.1, libnvidia-ml.so.1 … */
const DRIVER = /^lib(cuda|nvidia-[\w-]+)\.so/;

/** What `npm run gpu:install` brings, without versions. */
const BROUGHT = [...CUDA_LIBRARIES, CUDA_PROVIDER, PROVIDER_BRIDGE].map(stem);

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
    return isHere ? null : missingFile(CUDA_PROVIDER, machine);
  }
  if (!linkerFinds(VULKAN_LOADER, machine)) return missingFile(VULKAN_LOADER, machine);
  const hasDevice = machine.vulkanDrivers !== undefined || GPU_DEVICES.some(machine.exists);
  return hasDevice ? null : message('device.no-gpu');
}

/** Whether the dynamic linker finds a library. */
export function linkerFinds(library: string, { libraryPath, exists, linkerKnows }: Machine): boolean {
  const folders = (libraryPath ?? '').split(':').filter((folder) => folder !== '');
  return folders.some((folder) => exists(join(folder, library))) || linkerKnows(library);
}

/** A library that is not here, with what brings it to this machine. */
export function missingFile(library: string, machine: Pick<Machine, 'platform' | 'arch'> = process): Message {
  if (DRIVER.test(library)) return message('device.no-driver', { library });
  const isBrought = BROUGHT.includes(stem(library)) && isCudaMachine(machine);
  return message(isBrought ? 'device.no-cuda' : 'device.not-installed', { library });
}

function stem(library: string): string {
  return library.replace(/\.so.*$/, '');
}
