import { describe, expect, it } from 'vitest';
import { engineEnvironment, localRendererEnvironment } from '#shared/config/child-environment.ts';

const given = {
  PATH: '/bin',
  LD_LIBRARY_PATH: '/cuda/lib',
  CUDA_VISIBLE_DEVICES: '1',
  EASEL_MODELS: '/models',
  EASEL_THREADS: '4',
  EASEL_RUNTIME: 'binding',
  EASEL_CACHE: '/cache',
  EASEL_GPU_FILES: '/gpu',
  EASEL_NAME: 'mine',
  EASEL_LISTEN: '0.0.0.0:1',
  EASEL_DATA: '/data',
  DISCORD_TOKEN: 'secret',
  HF_TOKEN: 'secret',
  HF_HOME: '/hub',
  NVIDIA_API_KEY: 'secret',
  DATABASE_URL: 'secret',
};

describe('a program that is started here', () => {
  it('as a renderer gets the machine and what renderers are told, and no secret', () => {
    expect(localRendererEnvironment(given)).toEqual({
      PATH: '/bin',
      LD_LIBRARY_PATH: '/cuda/lib',
      CUDA_VISIBLE_DEVICES: '1',
      EASEL_MODELS: '/models',
      EASEL_THREADS: '4',
      EASEL_RUNTIME: 'binding',
      EASEL_CACHE: '/cache',
      EASEL_GPU_FILES: '/gpu',
      HF_HOME: '/hub',
    });
  });
  it('as an engine gets the machine, and how and where ONNX Runtime is', () => {
    expect(engineEnvironment(given)).toEqual({
      PATH: '/bin',
      LD_LIBRARY_PATH: '/cuda/lib',
      CUDA_VISIBLE_DEVICES: '1',
      EASEL_RUNTIME: 'binding',
      EASEL_CACHE: '/cache',
      EASEL_GPU_FILES: '/gpu',
    });
  });
});
