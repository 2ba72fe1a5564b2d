import { readdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createTrainingSteer } from '#renderer/engine/contract/training-steer.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { openTrainingFolder } from '#renderer/engine/process/training-folder.ts';
import { demoRender, drawAll, engineSettings, picturesOf } from '#test/contract/engine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { fileIn, stepsIn, stripes, trainOn, trainTask } from '#test/renderer/engine/process/short-training.ts';

const cacheFolder = scratchFolder();
const engine = new LocalEngine(engineSettings({ cacheFolder }));
afterAll(() => engine.close());

describe('a training in the engine', () => {
  it('waits while somebody draws', async () => {
    const order: string[] = [];
    let drawing: Promise<unknown> = Promise.resolve();
    await trainOn(engine, trainTask({ seed: 9 }), (event) => {
      order.push(event.kind);
      if (event.kind === 'step' && event.step === 1)
        drawing = drawAll(engine, demoRender()).then(() => order.push('drawn'));
      return false;
    });
    await drawing;
    const steps = order.filter((kind) => kind !== 'started').slice(0, 4);
    // One step may be under way when the drawing comes.
    expect(steps.indexOf('drawn')).toBeLessThan(3);
  });

  it('that is held takes no step and says so, and goes on to the same file; samples show what was before', async () => {
    const samples = { prompts: ['a red house'], everySteps: 4, seed: 1 };
    const wish = trainTask({ seed: 11, samples });
    const { steer, pause } = createTrainingSteer();
    const held: number[] = [];
    const said = await trainOn(
      engine,
      wish,
      (event) => {
        if (event.kind === 'step' && event.step === 2 && held.length === 0) pause(true);
        if (event.kind !== 'step' || !event.paused) return false;
        held.push(event.step);
        pause(false);
        return false;
      },
      steer,
    );
    expect(held).toHaveLength(1);
    const before = said.slice(
      0,
      said.findIndex((event) => event.kind === 'step' && event.paused),
    );
    expect(Math.max(...stepsIn(before))).toBe(held[0]);
    expect(said.flatMap((event) => (event.kind === 'preview' ? [event.step] : []))).toEqual([0, 4]);
    // What is best so far comes as it is looked at, and the last such is what it gives.
    const interims = said.flatMap((event) => (event.kind === 'interim' ? [event] : []));
    expect(interims.map(({ step }) => step)).toEqual([4]);
    expect(Buffer.from(interims[0]!.data).equals(fileIn(said).data)).toBe(true);
    expect(fileIn(said).data).toEqual(fileIn(await trainOn(engine, trainTask({ seed: 11 }))).data);
  });

  it('that comes to no numbers gives what was before them, and says after which step', async () => {
    const wild = trainTask({ seed: 4, steps: 30, learningRate: 100 });
    const said = await trainOn(engine, wild);
    expect(stepsIn(said)).toEqual([1, 2]);
    const { brokeOffAt, data } = fileIn(said);
    expect(brokeOffAt).toBe(2);
    const own = { name: 'mine', data, weight: 1, word: null };
    expect(await picturesOf(engine, demoRender({ ownAdapters: [own] }))).toHaveLength(1);
    await expect(trainOn(engine, { ...wild, learningRate: 1e15 })).rejects.toThrow(/3 losses in a row are no numbers/);
  });

  it.each([null, { captions: ['a red house'], count: 2 }])(
    'that is told to end before its first step has nothing to keep, and says so: %o',
    async (classPictures) => {
      const { steer, end } = createTrainingSteer();
      end();
      const ended = trainOn(engine, trainTask({ seed: 6, classPictures }), undefined, steer);
      await expect(ended).rejects.toMatchObject({ code: 'invalid', said: { key: 'training.nothing-learnt' } });
    },
  );

  it('has no best where a process was killed while it wrote which is, and keeps nothing by halves', async () => {
    const parent = join(cacheFolder, 'killed');
    const kept = await openTrainingFolder(trainTask({ seed: 0 }), parent);
    await kept.setBestLoss(0.5);
    await kept.setClassPicture(0, stripes);
    expect([await kept.bestLoss(), await kept.classPicture(0), await kept.classPicture(1)]).toEqual([
      ...[0.5, Buffer.from(stripes), null],
    ]);
    const folder = dirname(kept.state);
    expect((await readdir(folder)).toSorted()).toEqual(['best-loss', 'class-0.png']);
    await writeFile(join(folder, 'best-loss'), '');
    expect(await kept.bestLoss()).toBe(Infinity);
  });

  it('forgets what lies longest where many were left', async () => {
    const parent = join(cacheFolder, 'many');
    const first = await openTrainingFolder(trainTask({ seed: 0 }), parent);
    await first.setBestLoss(1);
    await utimes(dirname(first.state), 0, 0); // a disk's clock may tick more slowly than folders are made
    for (let seed = 1; seed < 9; seed++) await openTrainingFolder(trainTask({ seed }), parent);
    const again = await openTrainingFolder(trainTask({ seed: 0 }), parent);
    expect(await again.bestLoss()).toBe(Infinity);
  });
});
