import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refusalFor } from '#renderer/engine/runtime/device-refusal.ts';
import { loadedDriver } from '#renderer/engine/runtime/this-machine.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import { failure } from '#shared/text/failure.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

/** As people have reported it to ONNX Runtime's makers, with the code's signature twice in front. */
const called = (sentence: string) => {
  const at =
    '/onnxruntime_src/onnxruntime/core/providers/cuda/cuda_call.cc:121 std::conditional_t<THRW, void, ' +
    'onnxruntime::common::Status> onnxruntime::CudaCall(ERRTYPE, const char*, const char*, ERRTYPE, const char*, ' +
    'const char*, int) [with ERRTYPE = cudaError; bool THRW = true; std::conditional_t = void] ';
  const where =
    ' ; GPU=0 ; hostname=bbf87817667f ; file=/onnxruntime_src/onnxruntime/core/providers/cuda/' +
    'cuda_execution_provider.cc ; line=245 ; expr=cudaSetDevice(info_.device_id); \n\n';
  return `${at}${at.replace(':121', ':114')}${sentence}${where}`;
};

const saying = (text: string, driver: string | null = null) =>
  sharedEnglish.say(refusalFor(failure('unavailable', 'session.unopened', WHERE, { cause: new Error(text) }), driver));
const WHERE = { network: 'probe', provider: 'cuda' } as const;

describe('why a provider is refused', () => {
  it.each([
    [
      'CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version',
      "NVIDIA's driver 535.104.05 is too old for CUDA 13, which needs 580 or newer",
    ],
    [
      'CUDA failure 100: no CUDA-capable device is detected',
      'CUDA sees no card: CUDA_VISIBLE_DEVICES hides it, or this container was given none',
    ],
    [
      'CUDA failure 209: no kernel image is available for execution on the device',
      'its card is too old for CUDA 13, which needs compute capability 7.5 (GTX 16, RTX 20, T4) or newer',
    ],
    ['CUDA failure 2: out of memory', "the card's memory is full: nvidia-smi shows which programs have it"],
    [
      'CUDA failure 802: system not yet initialized',
      'the cards are not ready: nvidia-fabricmanager must run, which cards on an NVSwitch need',
    ],
    [
      'CUDA failure 804: forward compatibility was attempted on non supported HW',
      "NVIDIA's driver 535.104.05 and its library libcuda.so.1 are not of one version: restart the machine",
    ],
    ['CUDA failure 999: unknown error', 'CUDA failure 999: unknown error'],
    ['CUDNN failure 35: CUDNN_STATUS_NOT_SUPPORTED', 'CUDNN failure 35: CUDNN_STATUS_NOT_SUPPORTED'],
  ])('is told without the signatures around it: %s', (said, sentence) =>
    expect(saying(called(said), '535.104.05')).toBe(sentence),
  );

  it.each([
    [
      'Failed to load library libonnxruntime_providers_cuda.so with error: libcublasLt.so.13: cannot open shared object file: No such file or directory',
      'libcublasLt.so.13 is not installed: npm run gpu:install',
    ],
    [
      'Failed to load library /cache/gpu/libonnxruntime_providers_cuda.so with error: libcuda.so.1: cannot open shared object file: No such file or directory',
      "NVIDIA's driver is not installed (libcuda.so.1 is missing)",
    ],
    [
      "/onnxruntime_src/onnxruntime/core/session/provider_bridge_ort.cc:2253 onnxruntime::Provider& onnxruntime::ProviderLibrary::Get() [ONNXRuntimeError] : 1 : FAIL : Failed to load library libonnxruntime_providers_cuda.so with error: /lib/libc.so.6: version `GLIBC_2.38' not found",
      "/lib/libc.so.6: version `GLIBC_2.38' not found",
    ],
    [
      'libonnxruntime_providers_cuda.so: undefined symbol: cuTensorMapEncodeTiled',
      "NVIDIA's driver is too old for CUDA 13, which needs 580 or newer",
    ],
    ['Failed to get a WebGPU adapter: No supported adapters.', 'no GPU here has a Vulkan driver that fits'],
  ])('names the file or the driver: %s', (said, sentence) => {
    const isHere = process.platform === 'linux' && process.arch === 'x64';
    expect(saying(said)).toBe(isHere ? sentence : sentence.replace(': npm run gpu:install', ''));
  });

  it('is told without a version where nobody knows it', () => {
    expect(saying(called('CUDA failure 35: CUDA driver version is insufficient'))).toBe(
      "NVIDIA's driver is too old for CUDA 13, which needs 580 or newer",
    );
  });
});

it('reads the version of the driver that is loaded', () => {
  const file = join(scratchFolder(), 'version');
  expect(loadedDriver(file)).toBeNull();
  writeFileSync(file, '580.65.06\n');
  expect(loadedDriver(file)).toBe('580.65.06');
});
