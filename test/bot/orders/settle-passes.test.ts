import { describe, expect, it } from 'vitest';
import type { Order } from '#bot/domain/job.ts';
import { drafted, finished } from '#bot/orders/draft.ts';
import { rerolled } from '#bot/orders/reroll.ts';
import { settle } from '#bot/orders/settle.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';

const [tiny] = FAKE_DESCRIPTION.models;
const sdxl = { ...tiny!, name: 'xl', family: 'sdxl' };
const refiner = { ...tiny!, name: 'finer', family: 'sdxl-refiner', needs: ['image'] };

function settled(order: Order, models = [sdxl, refiner]) {
  const { samplers, limits } = FAKE_DESCRIPTION;
  const made = settle({
    ...{ order, models, samplers, limits: limits!, presets: [], defaultStyle: null, upscalers: ['esr', 'Sharp'] },
    randomSeed: () => 5,
  });
  if (!made.ok) return { problems: made.problems.map(({ key }) => key) };
  if (made.settled.task.kind !== 'draw') throw new Error('an order is drawn');
  return { problems: [], settled: made.settled, task: made.settled.task };
}

describe('a second pass', () => {
  it.each([
    [{ prompt: 'a boat --hires 1.5' }, { scale: 1.5, by: 'pixels', strength: 0.45, steps: 0 }],
    [
      { prompt: 'a boat --hires 3', hires: 2, hiresBy: 'latent' },
      { scale: 2, by: 'latent', strength: 0.65, steps: 0 },
    ],
    [
      { prompt: 'a boat', hires: 2, steps: 2 },
      { scale: 2, by: 'pixels', strength: 0.5, steps: 0 },
    ],
    [
      { prompt: 'a boat --hires 2 --hires-by sharp' },
      { scale: 2, by: 'upscaler', upscaler: 'Sharp', strength: 0.45, steps: 0 },
    ],
    [
      { prompt: 'a boat', hires: 2, hiresBy: 'upscaler' },
      { scale: 2, by: 'upscaler', upscaler: 'esr', strength: 0.45, steps: 0 },
    ],
  ])('of %j is %j', (order, hires) => {
    expect(settled(order).task?.hires).toEqual(hires);
  });

  it.each([
    ['a boat --hires 1', 'order.hires-scale'],
    ['a boat --hires 5', 'order.hires-scale'],
    ['a boat --hires 4 --width 1024 --height 512', 'order.hires-size'],
    ['a boat --hires 2 --refiner finer', 'order.hires-refiner'],
    ['a boat --hires 2 --hires-by magic', 'order.hires-by'],
    ['a boat --hires-by latent', 'order.hires-by-alone'],
  ])('is refused in “%s”', (prompt, key) => {
    expect(settled({ prompt }).problems).toEqual([key]);
  });
});

describe('a refiner', () => {
  it('takes over where it is told to, or where the renderer thinks best', () => {
    expect(settled({ prompt: 'a boat --refiner Finer' }).task?.refiner).toEqual({
      model: 'finer',
      highNoiseFraction: 0,
    });
    const told = settled({ prompt: 'a boat', refiner: 'finer', handover: 0.7 });
    expect(told.task?.refiner).toEqual({ model: 'finer', highNoiseFraction: 0.7 });
  });

  it('is refused where there is none, none of that name, or nothing that it can refine', () => {
    expect(settled({ prompt: 'a boat --refiner finer' }, [sdxl]).problems).toEqual(['order.no-refiner']);
    expect(settled({ prompt: 'a boat --refiner xl' }).problems).toEqual(['name.unknown']);
    expect(settled({ prompt: 'a boat --refiner finer' }, [tiny!, refiner]).problems).toEqual(['order.refiner-family']);
    expect(settled({ prompt: 'a boat --refiner finer --handover 2' }).problems).toEqual(['order.handover']);
  });
});

describe('a draft', () => {
  it('has a quarter of the steps, keeps what it promises, and gives it for the same seed', () => {
    const { settled: draft, task } = settled({ prompt: 'a boat --draft --seed 7 --hires 2', steps: 18 });
    expect(task).toMatchObject({ steps: 5, seed: 7 });
    expect(task).not.toHaveProperty('hires');
    const again = rerolled(draft!, 9);
    expect(again).toMatchObject({ task: { seed: 9, steps: 5 }, draftOf: { seed: 9, steps: 18 } });
    const done = finished(draft!);
    expect(done.task).toMatchObject({ steps: 18, seed: 7, hires: { scale: 2 } });
    expect(done.order.prompt.trim()).toBe('a boat --seed 7 --hires 2');
    expect(done).not.toHaveProperty('draftOf');
    expect(() => finished(done)).toThrow('it is no draft');
  });

  it('takes no fewer steps than a picture to start from needs', () => {
    const { settled: whole } = settled({ prompt: 'a boat', steps: 8 });
    const source = { image: null, strength: 0.25, mask: null, margins: null, imageGuidance: 0 };
    const task = { ...whole!.task, source } as typeof whole extends undefined
      ? never
      : NonNullable<typeof whole>['task'];
    expect(drafted({ ...whole!, task }).task).toMatchObject({ steps: 4 });
  });
});
