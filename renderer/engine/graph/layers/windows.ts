import type { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

/** Tokens of a square picture, cut into squares of which each looks at itself alone. */
interface Windows {
  /** Tokens along a side of the picture, and of a window. */
  readonly grid: number;
  readonly window: number;
  /** Numbers of a token. */
  readonly width: number;
}

/** (1, grid·grid, c) -> (windows, window·window, c), filled up with zeros at the right and at the bottom. */
export function intoWindows(graph: Graph, x: Value, { grid, window, width }: Windows): Value {
  const count = Math.ceil(grid / window);
  const rest = count * window - grid;
  const whole = graph.op('Reshape', [x, graph.ints([1, grid, grid, width])]);
  const padded = rest === 0 ? whole : graph.op('Pad', [whole, graph.ints([0, 0, 0, 0, 0, rest, rest, 0])]);
  const cut = graph.op('Reshape', [padded, graph.ints([count, window, count, window, width])]);
  const sorted = graph.op('Transpose', [cut], { perm: [0, 2, 1, 3, 4] });
  return graph.op('Reshape', [sorted, graph.ints([count * count, window * window, width])]);
}

/** And back: (windows, window·window, c) -> (1, grid·grid, c). */
export function outOfWindows(graph: Graph, x: Value, { grid, window, width }: Windows): Value {
  const count = Math.ceil(grid / window);
  const full = count * window;
  const cut = graph.op('Reshape', [x, graph.ints([count, count, window, window, width])]);
  const sorted = graph.op('Transpose', [cut], { perm: [0, 2, 1, 3, 4] });
  const padded = graph.op('Reshape', [sorted, graph.ints([1, full, full, width])]);
  const ends = graph.ints([grid, grid]);
  const whole = full === grid ? padded : graph.op('Slice', [padded, graph.ints([0, 0]), ends, graph.ints([1, 2])]);
  return graph.op('Reshape', [whole, graph.ints([1, grid * grid, width])]);
}
