import type { Tensor } from '#renderer/engine/tensor.ts';
import { Failure } from '#shared/failure.ts';

/** Ends the run at the step whose output has NaN or infinity, instead of letting it spread into the picture. */
export function requireFinite(output: Tensor, { step, steps }: { step: number; steps: number }): void {
  if (output.data.every(Number.isFinite)) return;
  throw new Failure(
    'internal',
    `Cannot finish step ${step} of ${steps}: the network must give finite numbers, given NaN or infinity. ` +
      'The weights may be damaged, or their number format may be too small for this model',
  );
}
