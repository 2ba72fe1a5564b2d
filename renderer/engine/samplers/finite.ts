import type { Predict } from '#renderer/engine/samplers/sampler.ts';
import { Failure } from '#shared/failure.ts';

/** The same network, but NaN or infinity ends the run at the step that gave it instead of spreading into the picture. */
export function finite(predict: Predict, steps: number): Predict {
  let step = 0;
  return async (input, timestep) => {
    step++;
    const output = await predict(input, timestep);
    if (output.data.every(Number.isFinite)) return output;
    throw new Failure(
      'internal',
      `Cannot finish step ${step} of ${steps}: the network must give finite numbers, given NaN or infinity. ` +
        'The weights may be damaged, or their number format may be too small for this model',
    );
  };
}
