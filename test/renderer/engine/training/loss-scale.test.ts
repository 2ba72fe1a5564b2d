import { describe, expect, it } from 'vitest';
import { freshLossScale, growLossScale, shrinkLossScale } from '#renderer/engine/training/loss-scale.ts';

describe('the scale of losses', () => {
  it('is that of torch after the same steps', () => {
    // torch 2.15, torch.amp.GradScaler('cpu', init_scale=2**16): steps whose gradients were infinite or no numbers, or not.
    const table = [
      [2, 'over', 16384],
      [1999, 'taken', 16384],
      [1, 'over', 8192],
      [2000, 'taken', 16384],
      [2, 'over', 4096],
      [2000, 'taken', 8192],
      [2000, 'taken', 16384],
    ] as const;
    const scale = freshLossScale();
    for (const [times, what, factor] of table) {
      for (let i = 0; i < times; i++) what === 'over' ? shrinkLossScale(scale) : growLossScale(scale);
      expect(scale.factor).toBe(factor);
    }
  });

  it('is 1 at least', () => {
    const scale = { factor: 2, steps: 5 };
    expect([shrinkLossScale(scale), shrinkLossScale(scale)]).toEqual([true, false]);
    expect(scale).toEqual({ factor: 1, steps: 0 });
  });
});
