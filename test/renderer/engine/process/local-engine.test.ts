import { describe, expect, it, vi } from 'vitest';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import {
  demoModel,
  demoRender,
  difference,
  drawAll,
  engineContract,
  engineSettings,
  picturesOf,
} from '#test/contract/engine.ts';

engineContract('the engine in this process', (settings) => new LocalEngine(settings));

describe('the engine in this process', () => {
  it('shows the final latents to who asks, height before width', async () => {
    const seen: Tensor[] = [];
    const engine = new LocalEngine(engineSettings(), { onLatents: (latents) => seen.push(latents) });
    await drawAll(engine, demoRender({ count: 2, width: 96, height: 64 }));
    expect(seen.map(({ dims }) => dims)).toEqual([[2, 4, 4, 6]]);
    await engine.close();
  });

  it('counts a call that renders share once for each of them', async () => {
    const engine = new LocalEngine(engineSettings());
    await engine.load(demoModel('lcm'), new AbortController().signal);
    const callsOf = async () => {
      const renders = [demoRender({ steps: 5 }), demoRender({ steps: 5, count: 3 })];
      const drawn = await Promise.all(renders.map((render) => drawAll(engine, render)));
      return drawn.map((events) => (events.at(-1) as { timings: { unetCalls: number } }).timings.unetCalls);
    };
    // While others use the machine a call may take fewer pictures, so that it is done within a second.
    await vi.waitFor(async () => expect(await callsOf()).toEqual([5, 5]), { timeout: 60_000, interval: 100 });
    await engine.close();
  });

  it('ends what is open when it closes', async () => {
    const engine = new LocalEngine(engineSettings());
    const drawing = (async () => {
      for await (const { kind } of engine.render(demoRender({ steps: 50 }), new AbortController().signal)) {
        if (kind === 'step') void engine.close();
      }
    })();
    await expect(drawing).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('draws the same with weights prepacked, and nearly so with 8-bit integers', async () => {
    const pictures: Uint8Array[] = [];
    for (const cpuWeights of ['mapped', 'prepacked', 'int8'] as const) {
      const engine = new LocalEngine(engineSettings({ cpuWeights }));
      pictures.push(...(await picturesOf(engine, demoRender())));
      await engine.close();
    }
    expect(await difference(pictures[0]!, pictures[1]!)).toBeLessThan(0.1);
    const [exact, , eightBit] = pictures;
    expect(await difference(exact!, eightBit!)).toBeGreaterThan(0);
    expect(await difference(exact!, eightBit!)).toBeLessThan(1);
  });

  it.each([
    ['fp8', 'cuda'],
    ['int8', 'cuda, webgpu'],
  ] as const)('says on which providers weights can be %s where something else computes', async (gpuWeights, where) => {
    const engine = new LocalEngine(engineSettings({ gpuWeights }));
    expect((await engine.ready).reason).toBe(`asked for; EASEL_GPU_WEIGHTS=${gpuWeights} counts on ${where} alone`);
    await engine.close();
  });

  it('says why it cannot compute', async () => {
    const engine = new LocalEngine(engineSettings({ provider: 'cuda' }));
    await expect(engine.ready).rejects.toThrow('Cannot compute on cuda');
  });
});
