import { allFinite, type Tensor } from '#renderer/engine/tensor.ts';
import { failure } from '#shared/text/failure.ts';

/**
 * Pixels as a network gave them. Throws `internal` where some are NaN or infinite, which would be shown as black: the
 * device computes wrongly then (blame-device.ts tries it), or the network's weights are damaged.
 */
export function finitePixels(
  pixels: Tensor,
  sentence: 'decoder.not-finite' | 'restorer.not-a-number' = 'decoder.not-finite',
): Tensor {
  if (!allFinite(pixels)) throw failure('internal', sentence);
  return pixels;
}
