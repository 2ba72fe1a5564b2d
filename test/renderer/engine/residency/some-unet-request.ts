import type { UNetRequest } from '#renderer/engine/residency/step-batcher.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';

/** A request of so many rows, whose latents are this number and whose text is 1000, everywhere. */
export function someRequest(
  value: number,
  shape: { rows?: number; side?: number; tokens?: number; timestep?: number } = {},
): UNetRequest {
  const { rows = 1, side = 2, tokens = 3, timestep = 0 } = shape;
  return {
    latents: filled([rows, 4, side, side], value),
    timestep,
    conditions: { encoder_hidden_states: filled([rows, tokens, 2], 1000) },
    loras: null,
  };
}

/** A tensor of one number. */
export function filled(dims: readonly number[], value: number): Tensor {
  const result = tensor(dims);
  result.data.fill(value);
  return result;
}
