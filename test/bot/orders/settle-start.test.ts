import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Order, StartPicture } from '#bot/domain/job.ts';
import { settleStart, shapeOf, unmetNeeds } from '#bot/orders/settle-start.ts';
import { writerOf } from '#bot/text/languages.ts';
import { LIMITS, REAL } from '#test/bot/presets/some-offer.ts';

const image = { sha256: 'ab'.repeat(32), bytes: 9, mime: 'image/png' };
const mask = { ...image, sha256: 'cd'.repeat(32) };
const start: StartPicture = { image, width: 900, height: 600 };
const size = { width: 192, height: 128 };

function settled(change: Partial<StartPicture> | null, steps = 20, flags = {}) {
  const order: Order = { prompt: 'a cat', ...(change && { start: { ...start, ...change } }) };
  return settleStart(order, { size, steps, limits: LIMITS, flags });
}

const sentences = (settling: ReturnType<typeof settled>) =>
  ('problems' in settling ? settling.problems : settling.notices).map(writerOf('en').say);

describe('a picture that an order starts from', () => {
  it('is kept as it is outside of a mask or margins, and changed by its strength otherwise', () => {
    const none = { margins: null, imageGuidance: 0 };
    expect(settled(null)).toEqual({ source: null, notices: [] });
    expect(settled({})).toMatchObject({ source: { ...none, image, mask: null, strength: 0.75, pasteBack: null } });
    expect(settled({ strength: 0.3 })).toMatchObject({ source: { strength: 0.3 } });
    expect(settled({ mask })).toMatchObject({ source: { ...none, mask, strength: 1, pasteBack: { feather: 4 } } });
  });

  it('lets what is outside of a mask change, too, with --keep off', () => {
    const off = { keep: 'Off' };
    expect(settled({ mask }, 20, off)).toMatchObject({ source: { mask, pasteBack: null }, notices: [] });
    expect(settled({ mask }, 20, { keep: 'on' })).toMatchObject({ source: { pasteBack: { feather: 4 } } });
    const idle = '--keep acts only where a part of a picture is drawn anew; here there is none';
    expect([settled({}, 20, off), settled(null, 20, off)].map(sentences)).toEqual([[idle], [idle]]);
    expect(sentences(settled({ mask }, 20, { keep: 'half' }))).toEqual([
      'Cannot tell whether to keep the rest of the picture: --keep takes on or off, given half',
    ]);
  });

  it('has its margins in pixels of the result', () => {
    const margins = { left: 0.5, top: 0, right: 0.5, bottom: 0 };
    expect(settled({ margins })).toMatchObject({
      source: { margins: { left: 48, top: 0, right: 48, bottom: 0 }, strength: 1, pasteBack: { feather: 4 } },
    });
    const far = settled({ margins: { left: 0, top: 9, right: 0, bottom: 0 } });
    expect(sentences(far)).toEqual([
      'Cannot draw so much round the picture: in 192×128 pixels less than 32 would be left of it',
    ]);
  });

  it('is changed by a step at least, and never by an impossible strength', () => {
    const least = settled({ strength: 0.1 }, 4);
    expect(least).toMatchObject({ source: { strength: 0.25 } });
    expect(sentences(least)).toEqual(['Strength 0.1 would leave the picture as it is: in 4 steps the least is 0.25']);
    for (const strength of [0, -1, 1.01, Number.NaN]) {
      expect(sentences(settled({ strength }))).toEqual([
        `Cannot start from the picture: strength must be above 0 and at most 1, given ${strength}`,
      ]);
    }
  });

  it('is the first frame of an animation, and says so', () => {
    const sentence = 'The picture has 24 frames, and its first one is what this starts from';
    expect(sentences(settled({ frames: 24 }))).toEqual([sentence]);
  });

  it('is asked for by models that cannot do without', () => {
    const order = (given: Partial<StartPicture> | null): Order => ({
      prompt: 'a cat',
      ...(given && { start: { ...start, ...given } }),
    });
    const margins = { left: 0.5, top: 0, right: 0, bottom: 0 };
    const cases: [string[], Partial<StartPicture> | null, string | null][] = [
      [[], null, null],
      [['image'], null, 'The model “edit” changes pictures: give an image to start from'],
      [['image'], {}, null],
      [['image', 'mask'], null, 'give an image with a mask'],
      [['image', 'mask'], {}, 'give an image with a mask'],
      [['image', 'mask'], { mask }, null],
      [['image', 'mask'], { margins }, null],
    ];
    for (const [needs, given, sentence] of cases) {
      const [unmet = null] = unmetNeeds({ ...REAL, name: 'edit', needs }, order(given));
      if (sentence === null) expect(unmet).toBeNull();
      else expect(writerOf('en').say(unmet!)).toContain(sentence);
    }
  });

  it('gives the result its shape, as far as that can be drawn', () => {
    expect(shapeOf(undefined, LIMITS)).toEqual({});
    expect(shapeOf(start, LIMITS)).toEqual({ ratio: { width: 900, height: 600 } });
    const sides = fc.integer({ min: 1, max: 40_000 });
    fc.assert(
      fc.property(sides, sides, (width, height) => {
        const { ratio } = shapeOf({ image, width, height }, LIMITS);
        const most = LIMITS.sideMax / LIMITS.sideMin;
        expect(ratio!.width / ratio!.height).toBeLessThanOrEqual(most * 1.0001);
        expect(ratio!.height / ratio!.width).toBeLessThanOrEqual(most * 1.0001);
      }),
    );
  });

  it('leaves a step to take, whatever steps and strength are', () => {
    const strengths = fc.double({ min: 1e-6, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 150 }), strengths, (steps, strength) => {
        const settling = settled({ strength }, steps);
        if ('problems' in settling) throw new Error('refused');
        expect(Math.trunc(settling.source!.strength * steps)).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});
