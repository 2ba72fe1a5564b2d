import type { CompositeName, Composites } from '#renderer/engine/graph/ir/composites.ts';
import { COMPOSITE_SHAPES } from '#renderer/engine/graph/ir/shapes/composites.ts';
import { OPERATOR_SHAPES } from '#renderer/engine/graph/ir/shapes/operators.ts';
import { type OperatorCall, refuse, ShapeMismatch } from '#renderer/engine/graph/ir/shapes/rule.ts';
import type { TensorType } from '#renderer/engine/graph/ir/value.ts';
import { failure } from '#shared/text/failure.ts';

/** Where an operator stands, for messages. */
export interface NodePlace {
  readonly op: string;
  readonly name: string;
  /** "unet", "vae decoder" … */
  readonly network: string;
}

/** An operator with its operands. */
export interface OperatorCallAt extends NodePlace, OperatorCall {
  readonly domain: '' | 'com.microsoft';
}

/** The types of an operator's outputs. Throws `invalid` for operands that do not fit, naming node and shapes. */
export function inferOperator(call: OperatorCallAt): readonly TensorType[] {
  try {
    const rule = OPERATOR_SHAPES[call.domain][call.op] ?? refuse('its rule of shapes must be known');
    return rule(call);
  } catch (thrown) {
    throw explained(thrown, call, call.inputs);
  }
}

/** The same of a composite. */
export function inferComposite<Name extends CompositeName>(
  place: NodePlace & { readonly op: Name },
  { operands, attributes }: Composites<TensorType>[Name],
): readonly TensorType[] {
  try {
    return COMPOSITE_SHAPES[place.op](operands, attributes);
  } catch (thrown) {
    throw explained(thrown, place, Object.values(operands));
  }
}

function explained(thrown: unknown, place: NodePlace, inputs: readonly (TensorType | null)[]): unknown {
  if (!(thrown instanceof ShapeMismatch)) return thrown;
  const { op, name, network } = place;
  const given = inputs.map((input) => (input ? typeText(input) : 'nothing')).join(', ');
  const values = { network, op, node: name, problem: thrown.message, given };
  return failure('invalid', 'network.operands', values, { cause: thrown });
}

/** "float (b, 4, h, w)" */
export function typeText({ type, dims }: TensorType): string {
  return `${type} (${dims.map((dim) => dim ?? '?').join(', ')})`;
}
