import { GRADIENT_RULES } from '#renderer/engine/graph/autodiff/gradient-rules.ts';
import type { Tape } from '#renderer/engine/graph/autodiff/tape.ts';
import type { OperatorNode, Value } from '#renderer/engine/graph/ir/value.ts';
import { failure } from '#shared/text/failure.ts';

export interface BackpropagationOptions {
  /** For messages. */
  readonly network: string;
  /** Names of what is trained. */
  readonly trained: ReadonlySet<string>;
  /** Gradients that are known: of the graph's ends, by their names. */
  readonly seeds: ReadonlyMap<string, Value>;
}

/**
 * Writes the gradients of everything that is trained behind nodes that lie in the order in which they run, and gives
 * them by name; what has no influence on the ends has none. The nodes may be a part of a graph: gradients of what comes
 * into it are then seeds of the part before. Throws `internal` for an operator that there is no rule for.
 */
export function backpropagate(
  tape: Tape,
  nodes: readonly OperatorNode[],
  { network, trained, seeds }: BackpropagationOptions,
): ReadonlyMap<string, Value> {
  const moved = influenced(nodes, trained);
  const gradients = new Map(seeds);
  for (const node of nodes.toReversed()) {
    const output = node.outputs[0]!;
    const gradient = gradients.get(output.name);
    if (!gradient || !moved.has(output.name)) continue;
    const rule = GRADIENT_RULES[node.op];
    if (!rule) throw failure('internal', 'network.no-gradient', { network, op: node.op, node: node.name });
    const wants = (at: number) => moved.has(node.inputs[at]?.name ?? '');
    const given = rule(tape, { node, inputs: node.inputs as readonly Value[], gradient, wants });
    for (const [i, one] of given.entries()) {
      if (!one || !wants(i)) continue;
      const { name } = node.inputs[i]!;
      const known = gradients.get(name);
      gradients.set(name, known ? tape.add(known, one) : one);
    }
  }
  return new Map([...gradients].filter(([name]) => trained.has(name)));
}

/** Names of all values that change when what is trained does. */
function influenced(nodes: readonly OperatorNode[], trained: ReadonlySet<string>): ReadonlySet<string> {
  const moved = new Set(trained);
  for (const { inputs, outputs } of nodes) {
    if (!inputs.some((value) => value && moved.has(value.name))) continue;
    for (const output of outputs) if (output) moved.add(output.name);
  }
  return moved;
}
