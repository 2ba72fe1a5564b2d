import { afterAll, describe, expect, it } from 'vitest';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import { createTrainingSteer } from '#renderer/engine/contract/training-steer.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { demoRender, engineSettings, picturesOf } from '#test/contract/engine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { fileIn, stepsIn, stripes, trainOn, trainTask } from '#test/renderer/engine/process/short-training.ts';

const cacheFolder = scratchFolder();
const engine = new LocalEngine(engineSettings({ cacheFolder }));
afterAll(() => engine.close());

/** One that shows what was learnt: the first is drawn before the first step. */
const isLaterSample = (event: EngineEvent) => event.kind === 'preview' && event.step > 0;

describe('a training in the engine', () => {
  it('goes on where its reader left it, and gives a file that a render brings and no other has', async () => {
    const samples = { prompts: ['a red house'], everySteps: 2, seed: 1 };
    const left = await trainOn(engine, trainTask({ samples }), isLaterSample);
    const rest = await trainOn(engine, trainTask());
    expect([stepsIn(left), stepsIn(rest)]).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(rest.slice(-2).map(({ kind }) => kind)).toEqual(['file', 'finished']);
    const own = { name: 'mine', data: fileIn(rest).data, weight: 1, word: null };
    const [plain] = await picturesOf(engine, demoRender());
    const [styled] = await picturesOf(engine, demoRender({ ownAdapters: [own] }));
    const [after] = await picturesOf(engine, demoRender());
    expect(styled).not.toEqual(plain);
    expect(after).toEqual(plain);
  });

  it('that was left and went on ends in the file of one that was not', async () => {
    const wish = trainTask({ seed: 8, samples: { prompts: ['a'], everySteps: 2, seed: 1 } });
    const whole = fileIn(await trainOn(engine, wish));
    await trainOn(engine, wish, isLaterSample);
    expect(fileIn(await trainOn(engine, wish)).data).toEqual(whole.data);
  });

  it('of a thing draws pictures of its class once, and trains on them, too', async () => {
    const classPictures = { captions: ['a red house', 'a boat'], count: 2 };
    const said = await trainOn(engine, trainTask({ classPictures, steps: 2, side: 64 }));
    expect(stepsIn(said)).toEqual([1, 2]);
    const { timings } = said.find((event) => event.kind === 'finished')!;
    expect(timings.encodeMs).toBeGreaterThan(0);
    expect(timings.denoiseMs).toBeGreaterThan(0);
  });

  it('of a word gives vectors that a render brings', async () => {
    const words = { method: 'textual-inversion', word: 'mine', rank: 2, learningRate: 0.5 } as const;
    const pictures = [{ image: stripes, caption: 'a mine', repeats: 1 }];
    const { data, adapter } = fileIn(await trainOn(engine, trainTask({ ...words, pictures, steps: 2 })));
    expect(adapter).toBe('textual-inversion');
    const prompt = { chunks: [{ spans: [{ text: 'a mine', weight: 1 }] }] };
    const [without] = await picturesOf(engine, demoRender({ prompt }));
    const own = { name: 'mine', data, weight: 1, word: 'mine' };
    expect(await picturesOf(engine, demoRender({ prompt, ownAdapters: [own] }))).not.toEqual([without]);
  });

  it('that has had enough ends with what is best of it', async () => {
    const { steer, end } = createTrainingSteer();
    const leave = (event: EngineEvent) => {
      if (event.kind === 'step') end();
      return false;
    };
    const said = await trainOn(engine, trainTask({ seed: 5, steps: 500 }), leave, steer);
    expect(stepsIn(said).length).toBeLessThan(10);
    expect(fileIn(said).data.length).toBeGreaterThan(1000);
  });
});
