import { shortPath } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { Failure } from '#shared/failure.ts';
import { failure } from '#shared/text/failure.ts';

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
    const said = { reason: thrown.said, file: first };
    if (more.length === 0) throw failure('invalid', 'checkpoint.in-file', said, { cause: thrown });
    throw failure('invalid', 'checkpoint.in-files', { ...said, others: more.length }, { cause: thrown });
  }
}
