import { describe, expect, it } from 'vitest';
import type { Order } from '#bot/domain/job.ts';
import { variedOrder } from '#bot/orders/vary.ts';
import { VARIATIONS } from '#bot/ports/job-service.ts';

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
});
