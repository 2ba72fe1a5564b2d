import type { CompositeName, Composites } from '#renderer/engine/graph/ir/composites.ts';
import { COMPOSITE_SHAPES } from '#renderer/engine/graph/ir/shapes/composites.ts';
import { OPERATOR_SHAPES } from '#renderer/engine/graph/ir/shapes/operators.ts';
import { refuse, ShapeMismatch } from '#renderer/engine/graph/ir/shapes/rule.ts';
import type { Attributes, TensorType } from '#renderer/engine/graph/ir/value.ts';
import { failure } from '#shared/text/failure.ts';

/** Where an operator stands, for messages. */
export interface NodePlace {
  readonly op: string;
  readonly name: string;
  /** "unet", "vae decoder" … */
  readonly network: string;
}

interface OperatorOperands {
  readonly domain: '' | 'com.microsoft';
  readonly inputs: readonly (TensorType | null)[];
  readonly attributes: Attributes;
}

/** The types of an operator's outputs. Throws `invalid` for operands that do not fit, naming node and shapes. */
export function inferOperator(
  place: NodePlace,
  { domain, inputs, attributes }: OperatorOperands,
): readonly TensorType[] {
  return explained(place, inputs, () => {
    const rule = OPERATOR_SHAPES[domain][place.op] ?? refuse('its rule of shapes must be known');
    return rule({ inputs, attributes });
  });
}

/** The same of a composite. */
export function inferComposite<Name extends CompositeName>(
  place: NodePlace & { readonly op: Name },
  { operands, attributes }: Composites<TensorType>[Name],
): readonly TensorType[] {
  return explained(place, Object.values(operands), () => COMPOSITE_SHAPES[place.op](operands, attributes));
}

function explained<T>({ op, name, network }: NodePlace, inputs: readonly (TensorType | null)[], rule: () => T): T {
  try {
    return rule();
  } catch (thrown) {
    if (!(thrown instanceof ShapeMismatch)) throw thrown;
    const given = inputs.map((input) => (input ? typeText(input) : 'nothing')).join(', ');
    throw failure('invalid', 'network.operands', { network, op, node: name, problem: thrown.message, given });
  }
}

/** "float (b, 4, h, w)" */
export function typeText({ type, dims }: TensorType): string {
  return `${type} (${dims.map((dim) => dim ?? '?').join(', ')})`;
}
