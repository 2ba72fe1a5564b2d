import {
  isKind,
  type PickleName,
  type PickleStorage,
  type PickleTensor,
  type PickleValue,
} from '#renderer/engine/weights/torch/pickle-values.ts';
import type { WeightDtype } from '#renderer/engine/weights/weight-map.ts';

/** What stands for the call of a name with these arguments; null when the arguments make no sense. */
type Call = (args: readonly PickleValue[], name: string) => PickleValue;

/**
 * Every name of Python that may stand in a file of weights, and what a call of it stands for. A name that is not here
 * is refused when it is read, whether or not it is called.
 */
const CALLS: ReadonlyMap<string, Call> = new Map<string, Call>([
  ['collections.OrderedDict', (args) => (args.length === 0 ? { kind: 'dict', entries: new Map() } : null)],
  ['torch.nn.modules.container.ParameterDict', () => ({ kind: 'dict', entries: new Map(), takesState: true })],
  ['torch._utils._rebuild_tensor', ([storage, ...place]) => tensor(storage, place)],
  ['torch._utils._rebuild_tensor_v2', ([storage, ...place]) => tensor(storage, place)],
  ['torch._utils._rebuild_tensor_v3', ([storage, ...place]) => tensor(storage, place, dtypeNamed(place[5]))],
  ['torch._utils._rebuild_parameter', ([data]) => (isKind(data, 'tensor') ? data : null)],
  ['torch._utils._rebuild_parameter_with_state', ([data]) => (isKind(data, 'tensor') ? data : null)],
  ['torch.Size', ([sizes]) => (isKind(sizes, 'tuple') || isKind(sizes, 'list') ? sizes : null)],
]);

/** Left behind by training: they may be named and called, and what they give is never looked at. */
const OPAQUE: ReadonlySet<string> = new Set([
  'torch.device',
  'builtins.set',
  '__builtin__.set',
  '_codecs.encode',
  'numpy.dtype',
  'numpy.ndarray',
  'numpy.core.multiarray.scalar',
  'numpy.core.multiarray._reconstruct',
  'numpy._core.multiarray.scalar',
  'numpy._core.multiarray._reconstruct',
  'pytorch_lightning.callbacks.ModelCheckpoint',
  'pytorch_lightning.callbacks.model_checkpoint.ModelCheckpoint',
]);

const DTYPES: ReadonlyMap<string, WeightDtype> = new Map([
  ['torch.float32', 'F32'],
  ['torch.float16', 'F16'],
  ['torch.bfloat16', 'BF16'],
  ['torch.float64', 'F64'],
  ['torch.int64', 'I64'],
  ['torch.int32', 'I32'],
  ['torch.int16', 'I16'],
  ['torch.int8', 'I8'],
  ['torch.uint64', 'U64'],
  ['torch.uint32', 'U32'],
  ['torch.uint16', 'U16'],
  ['torch.uint8', 'U8'],
  ['torch.bool', 'BOOL'],
  ['torch.float8_e4m3fn', 'F8_E4M3'],
  ['torch.float8_e5m2', 'F8_E5M2'],
]);

const STORAGES: ReadonlyMap<string, WeightDtype | null> = new Map([
  ['torch.FloatStorage', 'F32'],
  ['torch.HalfStorage', 'F16'],
  ['torch.BFloat16Storage', 'BF16'],
  ['torch.DoubleStorage', 'F64'],
  ['torch.LongStorage', 'I64'],
  ['torch.IntStorage', 'I32'],
  ['torch.ShortStorage', 'I16'],
  ['torch.CharStorage', 'I8'],
  ['torch.ByteStorage', 'U8'],
  ['torch.BoolStorage', 'BOOL'],
  ['torch.storage.UntypedStorage', null],
]);

/** Whether a name may stand in a file of weights. */
export function isKnownName(name: string): boolean {
  return CALLS.has(name) || OPAQUE.has(name) || DTYPES.has(name) || STORAGES.has(name);
}

/** What a call stands for; null when this name cannot be called so. */
export function callName({ name }: PickleName, args: readonly PickleValue[]): PickleValue {
  if (OPAQUE.has(name)) return { kind: 'opaque', name };
  return CALLS.get(name)?.(args, name) ?? null;
}

/** The storage that a persistent id stands for: ('storage', type, key, device, elements, part of another?). */
export function storageOf(id: PickleValue | undefined): PickleStorage | null {
  if (!isKind(id, 'tuple')) return null;
  const [tag, type, key, , , view] = id.items;
  if (tag !== 'storage' || !isKind(type, 'name') || typeof key !== 'string') return null;
  const dtype = STORAGES.get(type.name);
  if (dtype === undefined) return null;
  return { kind: 'storage', key, dtype, view: viewOf(view) };
}

function viewOf(view: PickleValue | undefined): PickleStorage['view'] {
  if (!isKind(view, 'tuple')) return null;
  const [key, offset] = view.items;
  return typeof key === 'string' && isSize(offset) ? { key, offset } : null;
}

function tensor(
  storage: PickleValue | undefined,
  [offset, shape, strides]: readonly (PickleValue | undefined)[],
  ownDtype?: WeightDtype | null,
): PickleTensor | null {
  if (!isKind(storage, 'storage')) return null;
  const dtype = ownDtype === undefined ? storage.dtype : ownDtype;
  const sizes = sizesOf(shape);
  const steps = sizesOf(strides);
  if (!dtype || !isSize(offset) || !sizes || steps?.length !== sizes.length) return null;
  return { kind: 'tensor', storage, dtype, offset, shape: sizes, strides: steps };
}

function sizesOf(value: PickleValue | undefined): readonly number[] | null {
  return isKind(value, 'tuple') && value.items.every(isSize) ? (value.items as readonly number[]) : null;
}

function isSize(value: PickleValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function dtypeNamed(value: PickleValue | undefined): WeightDtype | null {
  return isKind(value, 'name') ? (DTYPES.get(value.name) ?? null) : null;
}
