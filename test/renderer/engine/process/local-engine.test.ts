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
    const drawn = async (cpuWeights: 'mapped' | 'prepacked' | 'int8') => {
      const engine = new LocalEngine(engineSettings({ cpuWeights }));
      const pictures = await picturesOf(engine, demoRender({ width: 256, height: 256, count: 5 }));
      await engine.close();
      return pictures;
    };
    const exact = await drawn('mapped');
    /** How far five pictures are from the exact ones, the nearest first. */
    const apart = async (pictures: readonly Uint8Array[]) =>
      (await Promise.all(pictures.map((picture, i) => difference(exact[i]!, picture)))).toSorted((a, b) => a - b);
    const [prepacked, eightBit] = [await apart(await drawn('prepacked')), await apart(await drawn('int8'))];
    expect(prepacked.at(-1)).toBeLessThan(0.1);
    expect(eightBit[0]).toBeGreaterThan(0);
    // The two least alike may have an edge elsewhere.
    expect(eightBit[2]).toBeLessThan(1);
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
