import { canBeEqual, type Dim, type Dims, mergeDims } from '#renderer/engine/graph/ir/dims.ts';
import type { Attributes, TensorType } from '#renderer/engine/graph/ir/value.ts';

/** What a rule sees of an operator. */
export interface OperatorCall {
  readonly inputs: readonly (TensorType | null)[];
  readonly attributes: Attributes;
}

/** The types of an operator's outputs in order; refuses operands that do not fit. */
export type ShapeRule = (call: OperatorCall) => readonly TensorType[];

/** Why operands do not fit, for logs; whoever applies the rule says which node, and the shapes. */
export class ShapeMismatch extends Error {}

/** Ends a rule: "… must be …". */
export function refuse(reason: string): never {
  throw new ShapeMismatch(reason);
}

/** An operand that must be there. */
export function operand({ inputs }: OperatorCall, at: number): TensorType {
  return inputs[at] ?? refuse(`operand ${at} must be given`);
}

/** A whole number, or the fallback where it is left out. */
export function intOf({ attributes }: OperatorCall, name: string, fallback: number): number {
  const value = attributes[name];
  return typeof value === 'number' ? value : fallback;
}

/** A list of whole numbers, or the fallback where it is left out. */
export function intsOf({ attributes }: OperatorCall, name: string, fallback: readonly number[]): readonly number[] {
  const value = attributes[name];
  return Array.isArray(value) ? (value as readonly number[]) : fallback;
}

/** The numbers of an operand that holds axes or bounds, which must be known. */
export function knownInts(call: OperatorCall, at: number): readonly number[] {
  const { numbers } = operand(call, at);
  const known = numbers?.filter((value) => typeof value === 'number');
  return known && known.length === numbers?.length ? known : refuse(`operand ${at} must be known`);
}

/** An axis counted from the front. */
export function axisOf(axis: number, rank: number): number {
  if (axis < -rank || axis >= rank) refuse(`axis ${axis} must exist`);
  return axis < 0 ? axis + rank : axis;
}

/** The dimensions of an operand that must have so many. */
export function expectRank({ dims }: TensorType, rank: number, what: string): Dims {
  return dims.length === rank ? dims : refuse(`${what} must have ${rank} dimensions`);
}

/** Two dimensions that must be one: what is known of it. */
export function expectEqual(a: Dim, b: Dim, what: string): Dim {
  return canBeEqual(a, b) ? mergeDims(a, b) : refuse(`${what} must agree`);
}

/** Of operands that must have one type. */
export function expectOneType(...all: readonly (TensorType | null)[]): TensorType['type'] {
  const given = all.filter((one) => one !== null);
  const { type } = given[0]!;
  return given.every((one) => one.type === type) ? type : refuse('its operands must have one type');
}

/** Dimensions of two operands that are spread over each other (numpy's rules). */
export function broadcast(a: Dims, b: Dims): Dims {
  if (a === b || (a.length === b.length && a.every((dim, i) => dim === b[i]))) return a;
  const rank = Math.max(a.length, b.length);
  const at = (dims: Dims, i: number) => {
    const from = i - rank + dims.length;
    return from < 0 ? 1 : dims[from]!;
  };
  return Array.from({ length: rank }, (_, i) => broadcastDim(at(a, i), at(b, i)));
}

function broadcastDim(a: Dim, b: Dim): Dim {
  if (a === 1) return b;
  if (b === 1 || a === b) return a;
  if (typeof a === 'number' && b === null) return a;
  if (typeof b === 'number' && a === null) return b;
  if (a === null || b === null) return null;
  return canBeEqual(a, b) ? mergeDims(a, b) : refuse('its operands must be of one shape or spread over each other');
}
