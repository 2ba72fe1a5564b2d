import { DTYPE_BYTES } from '#renderer/engine/weights/dtype.ts';
import { isDense, liesInRows } from '#renderer/engine/weights/row-order.ts';
import { aboutWeight, quote, refuse } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import {
  isKind,
  type PickleDict,
  type PickleTensor,
  type PickleValue,
} from '#renderer/engine/weights/torch/pickle-values.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** Where a storage lies in the file; null when it is not there. */
export type FindStorage = (key: string) => Promise<StoragePlace | null> | StoragePlace | null;

export interface StoragePlace {
  readonly offset: number;
  readonly bytes: number;
}

export interface TensorSource {
  /** Absolute path. */
  readonly file: string;
  /** For messages. */
  readonly name: string;
  readonly find: FindStorage;
}

/** Weights nest one or two dicts deep: `state_dict`, and `string_to_param` of textual inversions. */
const DEPTH_MAX = 4;

/** Values that are looked at: a dict that holds itself many times over must come to an end. */
const VALUES_MAX = 500_000;

/** All tensors of a file's content by key, as byte ranges of the file. What is no tensor is passed over. */
export async function weightsIn(root: PickleValue, source: TensorSource): Promise<WeightMap> {
  const tensors = new Map<string, PickleTensor>();
  collect(weightsPart(root, source.name), { tensors, name: source.name });
  const places = new Map<string, StoragePlace>();
  const weights = new Map<string, WeightEntry>();
  for (const [key, tensor] of tensors) weights.set(key, await entryOf(tensor, { key, source, places }));
  return weights;
}

/** The weights alone, where a training program has put its own state beside them. */
function weightsPart(root: PickleValue, name: string): PickleDict {
  if (!isKind(root, 'dict')) throw refuse(name, message('torch.no-dict'));
  const nested = root.entries.get('state_dict');
  return isKind(nested, 'dict') ? nested : root;
}

function collect(root: PickleDict, { tensors, name }: { tensors: Map<string, PickleTensor>; name: string }): void {
  let looked = 0;
  const look = (value: PickleValue, path: readonly string[]) => {
    if (++looked > VALUES_MAX) throw refuse(name, message('torch.values', { limit: VALUES_MAX }));
    if (isKind(value, 'tensor')) tensors.set(path.join('.'), value);
    if (!isKind(value, 'dict') || path.length >= DEPTH_MAX) return;
    for (const [key, inner] of value.entries) if (typeof key === 'string') look(inner, [...path, key]);
  };
  look(root, []);
}

interface EntryContext {
  readonly key: string;
  readonly source: TensorSource;
  /** Storages found so far. */
  readonly places: Map<string, StoragePlace>;
}

async function entryOf(tensor: PickleTensor, { key, source, places }: EntryContext): Promise<WeightEntry> {
  const { storage, dtype, shape } = tensor;
  const fail = (reason: Message) => refuse(source.name, aboutWeight(key, reason));
  const place = places.get(storage.key) ?? (await source.find(storage.key));
  if (!place) throw fail(message('torch.no-storage', { storage: quote(storage.key) }));
  places.set(storage.key, place);
  const isInRows = liesInRows(tensor);
  if (!isInRows && !isDense(tensor)) throw fail(message('torch.view'));
  const from = tensor.offset * DTYPE_BYTES[dtype] + viewBytes(tensor);
  const bytes = shape.reduce((product, n) => product * n, DTYPE_BYTES[dtype]);
  if (!Number.isSafeInteger(from + bytes) || from + bytes > place.bytes) {
    throw fail(message('torch.beyond', { dtype, shape }));
  }
  const entry = { file: source.file, offset: place.offset + from, bytes, dtype, shape };
  return isInRows ? entry : { ...entry, strides: tensor.strides };
}

/** Bytes from the beginning of the whole storage to the part of it that the tensor is a window on. */
function viewBytes({ storage: { view, dtype } }: PickleTensor): number {
  return (view?.offset ?? 0) * DTYPE_BYTES[dtype ?? 'U8'];
}
