import { afterEach, describe, expect, it, vi } from 'vitest';
import { ChildEngine } from '#renderer/engine/process/child-engine.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { silentLog } from '#shared/log.ts';
import { demoRender, difference, engineSettings, picturesOf } from '#test/contract/engine.ts';
import { onSoftwareVulkan, softwareVulkan } from '#test/fakes/software-vulkan.ts';

const vulkan = softwareVulkan();

afterEach(() => vi.unstubAllEnvs());

describe.skipIf(!vulkan)(onSoftwareVulkan('the engine on WebGPU'), () => {
  it('draws the picture that the CPU draws', { timeout: 280_000 }, async () => {
    // ONNX Runtime cannot be loaded twice in a process, and the drivers are found when it is: hence a child.
    for (const [name, value] of Object.entries(vulkan!)) vi.stubEnv(name, value);
    const render = demoRender({ steps: 1, width: 32, height: 32 });
    const onGpu = new ChildEngine(engineSettings({ provider: 'webgpu' }), { log: silentLog });
    const onCpu = new LocalEngine(engineSettings());
    expect(await onGpu.ready).toMatchObject({ provider: 'webgpu', reason: 'asked for', threads: 0 });
    const [drawn] = await picturesOf(onGpu, render);
    const [expected] = await picturesOf(onCpu, render);
    // Of 255 levels; pictures of other seeds differ by tens.
    expect(await difference(drawn!, expected!)).toBeLessThan(0.5);
    await Promise.all([onGpu.close(), onCpu.close()]);
  });
});
