import type { WeightEntry } from '#renderer/engine/weights/weight-map.ts';
import { Failure } from '#shared/failure.ts';

/** The weight that was found for a key, when it is there and has the shape that the network's configuration asks for. */
export function fittingWeight(
  entry: WeightEntry | undefined,
  { key, shape, network }: { readonly key: string; readonly shape: readonly number[]; readonly network: string },
): WeightEntry {
  if (!entry) throw new Failure('invalid', `Cannot build the ${network}: weight ${key} is missing`);
  if (entry.shape.join() === shape.join()) return entry;
  const sizes = `${shape.join('×')} by its configuration, given ${entry.shape.join('×')}`;
  throw new Failure('invalid', `Cannot build the ${network}: weight ${key} must be ${sizes}`);
}

/** Fails when a file holds weights that its network did not ask for: it is another network's, or a damaged one. */
export function refuseLeftovers(left: readonly string[], network: string): void {
  if (left.length === 0) return;
  const others = left.length > 1 ? ` and ${left.length - 1} more` : '';
  throw new Failure('invalid', `Cannot build the ${network}: weight ${left[0]}${others} has no place in it`);
}
