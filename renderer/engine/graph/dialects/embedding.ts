import type { LoweringRules } from '#renderer/engine/graph/ir/dialect.ts';
import { ONNX_TYPE } from '#renderer/engine/graph/ir/onnx-format.ts';

/** Rows of a big table; of a mapped one only those are read and converted. */
export const embedding: LoweringRules['Embedding'] = (graph, { table, indices }) => {
  // A GPU may lack the type that the file has.
  if (!graph.weights.isMapped) return graph.op('Gather', [table, indices]);
  const rows = graph.op('Gather', [graph.weights.loadAsStored(table), indices], { axis: 0 });
  return rows.type === table.type ? rows : graph.op('Cast', [rows], { to: ONNX_TYPE[table.type] });
};
