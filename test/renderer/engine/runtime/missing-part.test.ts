import { describe, expect, it } from 'vitest';
import { type Machine, missingFile, missingPart } from '#renderer/engine/runtime/missing-part.ts';
import { thisMachine } from '#renderer/engine/runtime/this-machine.ts';
import type { Provider } from '#shared/contract/bounds.ts';
import { sharedEnglish } from '#shared/text/english.ts';

const bare: Machine = {
  platform: 'linux',
  arch: 'x64',
  libraryPath: undefined,
  vulkanDrivers: undefined,
  runtimeFolders: ['/cache/gpu', '/ort'],
  exists: () => false,
  linkerKnows: () => false,
};
const having =
  (...paths: readonly string[]) =>
  (path: string) =>
    paths.includes(path);
const loader = { linkerKnows: having('libvulkan.so.1') };

describe('missingFile', () => {
  it.each([
    ['libcublasLt.so.13', 'libcublasLt.so.13 is not installed: npm run gpu:install'],
    ['libcudnn.so.9', 'libcudnn.so.9 is not installed: npm run gpu:install'],
    ['libcudnn_graph.so.9.1.0', 'libcudnn_graph.so.9.1.0 is not installed: npm run gpu:install'],
    ['libnvrtc-builtins.so.13.5', 'libnvrtc-builtins.so.13.5 is not installed: npm run gpu:install'],
    ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_shared.so is not installed: npm run gpu:install'],
    ['libcuda.so.1', "NVIDIA's driver is not installed (libcuda.so.1 is missing)"],
    ['libnvidia-ml.so.1', "NVIDIA's driver is not installed (libnvidia-ml.so.1 is missing)"],
    ['libcufft.so.12', 'libcufft.so.12 is not installed'],
    ['libvulkan.so.1', 'libvulkan.so.1 is not installed'],
  ])('says what brings %s', (library, sentence) =>
    expect(sharedEnglish.say(missingFile(library, bare))).toBe(sentence),
  );

  it('names no command that this machine would be refused by', () => {
    const sentence = sharedEnglish.say(missingFile('libcudnn.so.9', { platform: 'linux', arch: 'arm64' }));
    expect(sentence).toBe('libcudnn.so.9 is not installed');
  });
});

describe('missingPart', () => {
  const cases: readonly [string, Provider, Partial<Machine>, string | null][] = [
    ['a bare machine', 'cpu', {}, null],
    ['a bare machine', 'cuda', {}, 'there is no NVIDIA card here'],
    [
      'an NVIDIA card alone',
      'cuda',
      { exists: having('/dev/nvidiactl') },
      'libonnxruntime_providers_cuda.so is not installed: npm run gpu:install',
    ],
    [
      'one beside another processor',
      'cuda',
      { arch: 'arm64', exists: having('/dev/nvidiactl') },
      'libonnxruntime_providers_cuda.so is not installed',
    ],
    [
      'a provider beside the runtime',
      'cuda',
      { exists: having('/dev/nvidiactl', '/ort/libonnxruntime_providers_cuda.so') },
      null,
    ],
    [
      'a provider that was installed',
      'cuda',
      { exists: having('/dev/dxg', '/cache/gpu/libonnxruntime_providers_cuda.so') },
      null,
    ],
    ['a bare machine', 'webgpu', {}, 'libvulkan.so.1 is not installed'],
    ['a loader without a GPU', 'webgpu', loader, 'there is no GPU device here'],
    ['a loader and a GPU', 'webgpu', { ...loader, exists: having('/dev/dri') }, null],
    ['an NVIDIA card alone', 'webgpu', { ...loader, exists: having('/dev/nvidiactl') }, null],
    ['a driver chosen by hand', 'webgpu', { ...loader, vulkanDrivers: '/opt/icd.json' }, null],
    [
      'a loader in a folder of the library path',
      'webgpu',
      { libraryPath: '/nowhere::/opt/vk', exists: having('/opt/vk/libvulkan.so.1', '/dev/dri') },
      null,
    ],
    ['another platform, where only a trial tells', 'webgpu', { platform: 'darwin' }, null],
  ];
  it.each(cases)('for %s and %s', (_, provider, has, missing) => {
    const part = missingPart(provider, { ...bare, ...has });
    expect(part && sharedEnglish.say(part)).toBe(missing);
  });

  it('knows where the runtime lies on this machine', () => {
    const { runtimeFolders, exists } = thisMachine();
    expect(exists(runtimeFolders.at(-1)!)).toBe(true);
  });
});
