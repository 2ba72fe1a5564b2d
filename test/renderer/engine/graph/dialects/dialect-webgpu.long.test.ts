import { expect, it } from 'vitest';
import { halfPrecisionError } from '#test/renderer/engine/graph/dialects/half-precision-error.ts';

it('webgpuDialect gives nearly the numbers of diffusers in half precision for a UNet with sizes', async () => {
  // docs/performance.md: 3.4e-3.
  const error = await halfPrecisionError('sdxl');
  expect(error).toBeGreaterThan(1e-4);
  expect(error).toBeLessThan(4.5e-3);
}, 60_000);
