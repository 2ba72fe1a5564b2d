import { shortPath } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { Failure } from '#shared/failure.ts';

/**
 * Runs work on a network's weights, and puts the name of their file into the sentence of a failure: who builds a network
 * knows the key that does not fit, not where it came from.
 */
export async function namingFiles<T>(weights: WeightMap, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.code !== 'invalid') throw thrown;
    const [first, ...more] = new Set([...weights.values()].map(({ file }) => shortPath(file)));
    if (first === undefined || thrown.message.includes(first)) throw thrown;
    const others = more.length > 0 ? ` and ${more.length} more` : '';
    throw new Failure('invalid', `${thrown.message} (${first}${others})`, { cause: thrown });
  }
}
