import { allFinite, type Tensor } from '#renderer/engine/tensor.ts';
import { failure } from '#shared/text/failure.ts';

/** Ends the run at the step whose output has NaN or infinity, instead of letting it spread into the picture. */
export function requireFinite(output: Tensor, { step, steps }: { step: number; steps: number }): void {
  if (allFinite(output)) return;
  throw failure('internal', 'sampler.not-finite', { step, steps });
}
