import { afterAll, describe, expect, it } from 'vitest';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { drawAll, engineSettings } from '#test/contract/engine.ts';
import { picturesIn, settingsIn, stepsIn, tiny, tinyRender } from '#test/renderer/engine/process/tiny-render.ts';

/** Room for one model: a render that needs two has them one after the other. */
const engine = new LocalEngine(engineSettings({ residentModels: 1 }));
afterAll(() => engine.close());

describe('a refiner', () => {
  it('takes the last steps over, with room for one model only, and again', async () => {
    const refiner = { model: await tiny('refiner'), highNoiseFraction: 0.5 };
    const render = await tinyRender('sdxl', { refiner, steps: 6 });
    for (let i = 0; i < 2; i++) {
      const events = await drawAll(engine, render);
      expect(stepsIn(events).at(-1)).toEqual([6, 6]);
      expect(settingsIn(picturesIn(events)[0]!)).toContain('Refiner: refiner, Refiner switch at: 0.5');
      expect(engine.state.resident.map(({ model }) => model)).toEqual(['refiner']);
    }
  });

  it('is loaded together with the first model where there is room for both', async () => {
    const roomy = new LocalEngine(engineSettings({ residentModels: 2 }));
    const refiner = { model: await tiny('refiner'), highNoiseFraction: 0.5 };
    const render = await tinyRender('sdxl', { refiner, steps: 2 });
    const first = await drawAll(roomy, render);
    expect(first[0]).toMatchObject({ kind: 'started', loadMs: expect.any(Number) });
    expect(roomy.state.resident.map(({ model }) => model)).toEqual(['sdxl', 'refiner']);
    const again = await Promise.all([drawAll(roomy, render), drawAll(roomy, { ...render, seed: 9 })]);
    for (const events of again) expect(events.at(-1)).toMatchObject({ kind: 'finished', timings: { loadMs: 0 } });
    await roomy.close();
  });

  it('lets two renders that need both models finish', async () => {
    const refiner = { model: await tiny('refiner'), highNoiseFraction: 0.5 };
    const render = await tinyRender('sdxl', { refiner, steps: 4 });
    const both = await Promise.all([drawAll(engine, render), drawAll(engine, { ...render, seed: 9 })]);
    expect(both.map((events) => events.at(-1)!.kind)).toEqual(['finished', 'finished']);
  });
});
