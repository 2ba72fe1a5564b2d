import {
  aboutWeight,
  noFormat,
  refuse,
  shortPath,
  shownKey,
} from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightEntry } from '#renderer/engine/weights/weight-map.ts';
import type { Failure } from '#shared/failure.ts';
import { failure, message } from '#shared/text/failure.ts';

/** The weight that was found for a key, when it is there and has the shape that the network's configuration asks for. */
export function fittingWeight(
  entry: WeightEntry | undefined,
  { key, shape, network }: { readonly key: string; readonly shape: readonly number[]; readonly network: string },
): WeightEntry {
  if (!entry) throw failure('invalid', 'network.missing-weight', { network, key });
  if (entry.strides) throw notInRows(key, entry);
  if (entry.unread) throw failure('invalid', 'network.unread', { network, key, ...noFormat(entry.unread) });
  if (entry.shape.length === shape.length && entry.shape.every((size, i) => size === shape[i])) return entry;
  throw failure('invalid', 'network.weight-shape', { network, key, wanted: shape, given: entry.shape });
}

/** The sentence for a weight that must be written anew before a graph can point to it. */
export function notInRows(key: string, { file }: Pick<WeightEntry, 'file'>): Failure {
  return refuse(shortPath(file), aboutWeight(key, message('torch.view')));
}

/** Fails when a file holds weights that its network did not ask for: it is another network's, or a damaged one. */
export function refuseLeftovers(left: readonly string[], network: string): void {
  const [key, ...others] = left;
  if (key === undefined) return;
  throw failure('invalid', 'network.leftover', { network, key: shownKey(key), others: others.length });
}
