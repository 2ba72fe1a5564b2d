import { expect, it } from 'vitest';
import { halfPrecisionError } from '#test/renderer/engine/graph/dialects/half-precision-error.ts';

it('webgpuDialect gives nearly the numbers of diffusers in half precision for a UNet', async () => {
  // docs/performance.md: 1.5e-3. In single precision it is less than a hundredth of that.
  const error = await halfPrecisionError('sd15_layers1');
  expect(error).toBeGreaterThan(1e-4);
  expect(error).toBeLessThan(2e-3);
});
