import { stack, type Tensor } from '#renderer/engine/tensor.ts';
import { failure } from '#shared/text/failure.ts';

/**
 * What a UNet reads beside the noisy latents and the timestep, by the name of its input, each with one row a sample
 * along the first dimension. Nothing here or in the step batcher knows any name: control residuals and image embeddings
 * are further entries.
 */
export type Conditions = Readonly<Record<string, Tensor>>;

/** Equal for conditions whose rows can stand in one call: the same names, and the same dims but for the rows. */
export function conditionsKey(conditions: Conditions): string {
  return namesOf(conditions)
    .map((name) => `${name}:${conditions[name]!.dims.slice(1).join('×')}`)
    .join(' ');
}

/** Joins conditions of the same names along the rows. */
export function stackConditions(parts: readonly Conditions[]): Conditions {
  const names = namesOf(parts[0] ?? {});
  const odd = parts.find((part) => namesOf(part).join() !== names.join());
  if (odd) throw failure('internal', 'network.conditions', { names, given: namesOf(odd) });
  return Object.fromEntries(names.map((name) => [name, stack(parts.map((part) => part[name]!))]));
}

function namesOf(conditions: Conditions): string[] {
  return Object.keys(conditions).sort();
}
