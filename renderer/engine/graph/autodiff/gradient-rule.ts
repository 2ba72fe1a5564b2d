import type { Tape } from '#renderer/engine/graph/autodiff/tape.ts';
import type { AttributeValue } from '#renderer/engine/graph/ir/onnx-format.ts';
import type { OperatorNode, Value } from '#renderer/engine/graph/ir/value.ts';

/** A node on the way back. */
export interface Backward {
  readonly node: OperatorNode;
  /** Its operands; a rule reads none that is left out. */
  readonly inputs: readonly Value[];
  /** What was asked for of its first output, of that output's shape. */
  readonly gradient: Value;
  /** Whether the gradient of operand `at` is wanted. */
  wants(at: number): boolean;
}

/**
 * Writes what the gradients of a node's operands are, given that of its result: the vector-Jacobian product
 * (https://arxiv.org/abs/1502.05767, section 3.2). Null for operands that have none, or whose is not wanted.
 */
export type GradientRule = (tape: Tape, at: Backward) => readonly (Value | null)[];

/** Rules by the operator's name. */
export type GradientRules = Readonly<Record<string, GradientRule>>;

/** A whole number of a node's attributes, or the fallback where it is left out. */
export function wholeOf({ attributes }: OperatorNode, name: string, fallback: number): number {
  return (attributes[name] as number | undefined) ?? fallback;
}

/** A list of whole numbers, or the fallback. */
export function listOf({ attributes }: OperatorNode, name: string, fallback: readonly number[]): readonly number[] {
  return (attributes[name] as readonly number[] | undefined) ?? fallback;
}

/** A fraction, or the fallback. */
export function fractionOf({ attributes }: OperatorNode, name: string, fallback: number): number {
  const value: AttributeValue | undefined = attributes[name];
  return typeof value === 'object' && 'float' in value ? value.float : fallback;
}
