import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TrainingProgress } from '#renderer/engine/training/training-order.ts';
import { orderIn, train } from '#test/renderer/engine/training/brief-training.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

const HALF = { precision: 'float16' } as const;

function lossesIn(said: readonly TrainingProgress[]): readonly number[] {
  return said.flatMap((one) => (one.kind === 'step' ? [one.loss] : []));
}

describe('a training in half precision', () => {
  it(
    'goes as in float32 but for rounding, and tries steps again whose gradients are too large',
    { timeout: 120_000 },
    () =>
      withFolder(async (folder) => {
        const order = await orderIn(folder, { captionDropout: 0 });
        const [exact, half] = [await train(order), await train({ ...order, ...HALF })];
        const far = await train({ ...order, ...HALF }, { scale: 2 ** 34 });
        expect([half.failed, far.failed]).toEqual([undefined, undefined]);
        for (const { said } of [half, far]) {
          expect(lossesIn(said)).toHaveLength(3);
          for (const [i, loss] of lossesIn(said).entries())
            expect(Math.abs(loss / lossesIn(exact.said)[i]! - 1)).toBeLessThan(2e-3);
        }
        const over = far.said.flatMap((one) => (one.kind === 'overflowed' ? [one] : []));
        expect(over.slice(0, 4).map(({ step, scale }) => [step, Math.log2(scale)])).toEqual([
          [0, 33],
          [0, 32],
          [0, 31],
          [0, 30],
        ]);
        expect(far.said.some(({ kind }) => kind === 'skipped')).toBe(false);
        const [moved, apart] = [far, half].map(({ model }) =>
          [...model.trainer.parameters].flatMap(([name, { data }]) => {
            const wanted = exact.model.trainer.parameters.get(name)!.data;
            return [...data].map((value, i) => Math.abs(value - wanted[i]!));
          }),
        );
        // AdamW's steps are as long as the rate whatever gradients are, and turn where one is near 0.
        for (const all of [moved!, apart!])
          expect(all.reduce((sum, value) => sum + value) / all.length).toBeLessThan(1e-4);
      }),
  );

  it('that was stopped goes on with the scale that it had', { timeout: 120_000 }, () =>
    withFolder(async (folder) => {
      const order = await orderIn(folder, HALF);
      const file = join(folder, 'saved.safetensors');
      const whole = await train(order, { scale: 2 ** 9 });
      await train(order, { file, until: 2, scale: 2 ** 9 });
      const { model } = await train(order, { file });
      expect(model.trainer.state.lossScale).toEqual({ factor: 2 ** 9, steps: 3 });
      expect(model.trainer.parameters).toEqual(whole.model.trainer.parameters);
    }),
  );
});
