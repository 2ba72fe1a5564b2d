import { allFinite, type Tensor } from '#renderer/engine/tensor.ts';
import { failure } from '#shared/text/failure.ts';

/**
 * Pixels as a decoder gave them. Throws `internal` where some are NaN or infinite, which would be shown as black: the
 * device computes wrongly then (blame-device.ts tries it), or the decoder's weights are damaged.
 */
export function finitePixels(pixels: Tensor): Tensor {
  if (!allFinite(pixels)) throw failure('internal', 'decoder.not-finite');
  return pixels;
}
