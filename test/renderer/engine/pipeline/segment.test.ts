import { expect, it } from 'vitest';
import { findThing, logitsOf, viewPicture } from '#renderer/engine/pipeline/segment.ts';
import { storedGolden } from '#test/golden/check/check-case.ts';
import { recordedAt } from '#test/golden/check/part.ts';
import { type GoldenSam, withSegmenter } from '#test/golden/check/parts/sam.ts';

const golden = storedGolden('control');
const forever = new AbortController().signal;

/** Of SamPredictor of segment_anything 1.0.1: its best of three masks of a point, handed back with that point. */
const BETTER = [
  { name: 'sam', size: [90, 140], point: [56, 36], score: 0.62535834, area: 2904 },
  { name: 'sam2', size: [200, 130], point: [52, 80], score: 0.0940918, area: 11627 },
] as const;

it('a mask that is handed back is made better as the authors’ program does it', () =>
  withSegmenter(golden, recordedAt<GoldenSam>(golden, 'sam'), async (network) => {
    for (const { name, size, point, score, area } of BETTER) {
      const view = await viewPicture(golden.recipe.picture(name, [...size]), network, forever);
      const points = [{ x: point[0], y: point[1], outside: false }];
      const first = await findThing(view, network, { pointing: { points, box: null, mask: null }, several: true });
      const best = first.reduce((a, b) => (a.score >= b.score ? a : b));
      const pointing = { points, box: null, mask: best.lowRes };
      const [better] = await findThing(view, network, { pointing, several: false });
      expect(better!.score).toBeCloseTo(score, 6);
      const found = logitsOf(better!, view, network.side).reduce((sum, logit) => sum + Number(logit > 0), 0);
      expect(Math.abs(found - area)).toBeLessThanOrEqual(2);
    }
    return [];
  }));
