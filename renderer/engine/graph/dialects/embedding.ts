import type { LoweringRules } from '#renderer/engine/graph/ir/dialect.ts';
import { ONNX_TYPE } from '#renderer/engine/graph/ir/onnx-format.ts';

/** Rows of a big table; of a mapped one only those are read and converted. */
export const embedding: LoweringRules['Embedding'] = (graph, { table, indices }) => {
  // A GPU may lack the type that the file has.
  if (!graph.weights.isMapped) return graph.op('Gather', [table, indices]);
  const eightBit = graph.weights.loadEightBit(table);
  if (eightBit) {
    // ONNX Runtime gathers no 8-bit floats. Their bytes it does, and each means one of 256 numbers.
    const bytes = graph.op('Gather', [eightBit.bytes, indices], { axis: 0 });
    const codes = graph.op('Cast', [bytes], { to: ONNX_TYPE.int32 });
    return graph.op('Gather', [graph.floats(eightBit.numbers), codes], { axis: 0 });
  }
  const rows = graph.op('Gather', [graph.weights.loadAsStored(table), indices], { axis: 0 });
  return rows.type === table.type ? rows : graph.op('Cast', [rows], { to: ONNX_TYPE[table.type] });
};
