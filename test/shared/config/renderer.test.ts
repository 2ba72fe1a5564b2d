import { describe, expect, it } from 'vitest';
import { RENDERER_VARIABLES, readRendererConfig } from '#shared/config/renderer.ts';

describe('the configuration of a renderer', () => {
  it('has a default for everything', () => {
    expect(readRendererConfig({})).toMatchObject({
      listen: null,
      memoryMib: 0,
      provider: 'auto',
      cpuWeights: 'mapped',
      gpuWeights: 'stored',
      residentModels: 2,
      graceMs: 30_000,
      logLevel: 'warn',
    });
  });

  it('takes what is set, and counts an empty variable as not set', () => {
    const config = readRendererConfig({ EASEL_LISTEN: '0.0.0.0:50551', EASEL_QUEUE_MAX: '0', EASEL_NAME: ' ' });
    expect(config).toMatchObject({ listen: '0.0.0.0:50551', queueMax: 0, name: 'renderer' });
    expect(readRendererConfig({ XDG_CACHE_HOME: '/cache' }).cacheFolder).toBe('/cache/easel');
    expect(readRendererConfig({ EASEL_MODELS: 'mine' }).modelsFolder).toMatch(/^\/.*\/mine$/);
    expect(readRendererConfig({ EASEL_SAFETY_PERCENT: '35' }).safetyPercent).toBe(35);
    expect(readRendererConfig({}).safetyPercent).toBeNull();
    expect([{}, { EASEL_WATERMARK: 'off' }].map((env) => readRendererConfig(env).watermark)).toEqual([true, false]);
    expect(() => readRendererConfig({ EASEL_SAFETY_PERCENT: '101' })).toThrow('EASEL_SAFETY_PERCENT must be a whole');
    expect(readRendererConfig({}).modelsFolder).toMatch(/^\/.*\/models$/);
    expect(readRendererConfig({}).warmRatios).toEqual([]);
    const ratios = [
      { width: 2, height: 3 },
      { width: 16, height: 9 },
    ];
    expect(readRendererConfig({ EASEL_WARM_RATIOS: '2:3,16:9' }).warmRatios).toEqual(ratios);
    for (const wrong of ['2:3,3:2,1:1', '0:1', '832x1216'])
      expect(() => readRendererConfig({ EASEL_WARM_RATIOS: wrong })).toThrow('must be ratios as in 2:3,3:2, 2 at most');
  });

  it('finds the Hugging Face cache as other programs do', () => {
    const folder = (env: Record<string, string>) => readRendererConfig(env).hubFolder;
    expect(folder({})).toMatch(/\/\.cache\/huggingface\/hub$/);
    expect(folder({ XDG_CACHE_HOME: '/cache' })).toBe('/cache/huggingface/hub');
    expect(folder({ XDG_CACHE_HOME: '/cache', HF_HOME: '/hf' })).toBe('/hf/hub');
    expect(folder({ HF_HOME: '/hf', HF_HUB_CACHE: '/blobs' })).toBe('/blobs');
  });

  it('names every wrong variable in one sentence', () => {
    const env = { EASEL_LISTEN: 'here', EASEL_PROVIDER: 'rocm', EASEL_STEPS_MAX: '0', EASEL_COUNT_MAX: '1.5' };
    const read = () => readRendererConfig(env);
    for (const name of Object.keys(env)) expect(read).toThrow(name);
    expect(read).toThrow('EASEL_PROVIDER must be one of auto, cuda, webgpu, cpu, given "rocm"');
    expect(read).toThrow('EASEL_STEPS_MAX must be a whole number from 1 to 1000, given "0"');
  });

  it('lists its variables', () => {
    expect(RENDERER_VARIABLES).toContain('EASEL_RESIDENT_MODELS');
  });
});
