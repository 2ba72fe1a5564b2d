import type { WeightDtype } from '#renderer/engine/weights/weight-map.ts';

/** What a pickle of weights can hold. Everything is plain data: nothing of Python is ever made or called. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | PickleDict
  | PickleList
  | PickleTuple
  | PickleName
  | PickleStorage
  | PickleTensor
  | PickleOpaque;

export interface PickleDict {
  readonly kind: 'dict';
  readonly entries: Map<PickleValue, PickleValue>;
  /** A torch ParameterDict, whose content arrives as its state. */
  readonly takesState?: true;
}

export interface PickleList {
  readonly kind: 'list';
  readonly items: PickleValue[];
}

export interface PickleTuple {
  readonly kind: 'tuple';
  readonly items: readonly PickleValue[];
}

/** A name of Python, such as `torch.FloatStorage`. */
export interface PickleName {
  readonly kind: 'name';
  readonly name: string;
}

/** A block of numbers that lies outside the pickle. */
export interface PickleStorage {
  readonly kind: 'storage';
  readonly key: string;
  /** Null: bytes, and the tensor says of what. */
  readonly dtype: WeightDtype | null;
  /** Where a legacy file says that this is a part of another storage. */
  readonly view: { readonly key: string; readonly offset: number } | null;
}

/** A window on a storage; strides and offset count elements. */
export interface PickleTensor {
  readonly kind: 'tensor';
  readonly storage: PickleStorage;
  readonly dtype: WeightDtype;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** Something that training left in the file and that no weight depends on. */
export interface PickleOpaque {
  readonly kind: 'opaque';
  readonly name: string;
}

/** Whether a value is of a kind. */
export function isKind<Kind extends PickleObject['kind']>(
  value: PickleValue | undefined,
  kind: Kind,
): value is Extract<PickleObject, { kind: Kind }> {
  return typeof value === 'object' && value !== null && value.kind === kind;
}

type PickleObject = Extract<PickleValue, { readonly kind: string }>;
