import { describe, expect, it } from 'vitest';
import type { Order } from '#bot/domain/job.ts';
import type { TaskOf } from '#bot/domain/task.ts';
import { largerOrder, regionOrder, variedOrder } from '#bot/orders/vary.ts';
import { VARIATIONS } from '#bot/ports/job-service.ts';
import { someView } from '#test/bot/views/some-view.ts';

const picture = {
  image: { sha256: 'ab'.repeat(32), bytes: 9, mime: 'image/png' },
  width: 300,
  height: 200,
};
const order: Order = {
  prompt: 'a (red:1.4) house --seed 7 --ar 3:2 --style fine',
  negative: 'fog',
  seed: 7,
  width: 96,
  count: 2,
};

function someDraw(): TaskOf<'draw'> {
  const { task } = someView().job.settled;
  if (task.kind !== 'draw') throw new Error('no picture');
  return task;
}

describe('an order that goes on from a picture', () => {
  it('keeps the words and the size, and forgets the seed', () => {
    expect(variedOrder(order, picture, 'subtle')).toEqual({
      prompt: 'a (red:1.4) house --ar 3:2 --style fine',
      negative: 'fog',
      width: 96,
      count: 2,
      start: { ...picture, strength: 0.35 },
    });
  });

  it('lets the shape decide where more is drawn round it', () => {
    expect(variedOrder(order, picture, 'up')).toEqual({
      prompt: 'a (red:1.4) house --style fine',
      negative: 'fog',
      count: 2,
      start: { ...picture, margins: { left: 0, top: 0.5, right: 0, bottom: 0 } },
    });
    expect(variedOrder(order, picture, 'zoom-2').start?.margins).toEqual({
      left: 0.5,
      top: 0.5,
      right: 0.5,
      bottom: 0.5,
    });
  });

  it('becomes square, unless it is', () => {
    expect(variedOrder(order, picture, 'square').start?.margins).toEqual({
      left: 0,
      right: 0,
      top: 0.25,
      bottom: 0.25,
    });
    expect(() => variedOrder(order, { ...picture, width: 200 }, 'square')).toThrow('This picture is square already');
  });

  it('starts from the picture alone, whatever it started from before', () => {
    const before = { ...order, start: { ...picture, width: 1, mask: picture.image } };
    for (const variation of VARIATIONS) {
      const { start } = variedOrder(before, picture, variation);
      expect(start).toMatchObject(picture);
      expect(start).not.toHaveProperty('mask');
      expect(Number('strength' in start!) + Number('margins' in start!)).toBe(1);
    }
  });

  it('leaves out what is done with, and what a picture to start from cannot have', () => {
    const before: Order = {
      prompt: 'a house --hires 2 --hires-by latent --refiner fine --handover 0.8',
      hires: 1.5,
      refiner: 'fine',
      handover: 0.7,
      control: [{ network: 'inpaint' }, { image: picture.image, network: 'canny' }],
    };
    expect(variedOrder(before, picture, 'strong')).toEqual({
      prompt: 'a house --refiner fine --handover 0.8',
      ...{ refiner: 'fine', handover: 0.7 },
      control: [{ image: picture.image, network: 'canny' }],
      start: { ...picture, strength: 0.65 },
    });
    const { start: _round, ...wider } = variedOrder(before, picture, 'zoom-2');
    expect(wider).toEqual({ prompt: 'a house', control: before.control });
    const { start: _part, ...anew } = regionOrder(before, picture, { mask: picture });
    expect(anew).toEqual({ prompt: 'a house', control: before.control });
  });
});

describe('an order that draws a picture larger which came of a picture', () => {
  const task = { ...someDraw(), seed: 7, count: 3 };

  it('starts from it as it is, by its own seed, at the larger size', () => {
    const masked: Order = {
      ...order,
      prompt: 'a house --ar 3:2 --strength 0.9 --keep off --draft',
      ratio: { width: 3, height: 2 },
      start: { ...picture, mask: picture.image, strength: 1 },
      draft: true,
      like: [{ image: picture.image, scope: 'all' }],
    };
    expect(largerOrder({ order: masked, task }, picture, { pictureIndex: 2, scale: 1.5 })).toEqual({
      ...{ prompt: 'a house', negative: 'fog', seed: 9, count: 1, width: 448, height: 304, like: masked.like },
      start: { ...picture, strength: 0.45 },
    });
  });

  it('has a seed of chance where nothing drew it here, and a scale that can be drawn', () => {
    const brought = { order: { prompt: 'a house' }, task: null };
    const larger = largerOrder(brought, picture, { pictureIndex: 0, scale: 2 });
    expect([larger.seed, larger.width, larger.count]).toEqual([undefined, 600, 1]);
    for (const scale of [1, 4.1, Number.NaN])
      expect(() => largerOrder(brought, picture, { pictureIndex: 0, scale })).toThrow('up to 4');
  });
});
