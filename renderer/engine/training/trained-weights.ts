import { gradientOutput } from '#renderer/engine/graph/autodiff/training-graph.ts';
import { elements, type Tensor } from '#renderer/engine/tensor.ts';
import type { TrainedNetwork } from '#renderer/engine/training/trained-network.ts';

/** All weights of a network in training. A graph may take some of a matrix's rows as an input of their own. */
export function trainedWeights(parameters: ReadonlyMap<string, Tensor>): TrainedNetwork {
  const taken = new Map<string, RowsOf>();
  const isTrained = (name: string) => {
    const rows = rowsOf(name);
    if (!parameters.has(rows.key)) return false;
    taken.set(name, rows);
    return true;
  };
  return {
    parameters,
    adaptable: false,
    rank: 1,
    isTrained,
    feeds: () => Object.fromEntries([...taken].map(([name, rows]) => [name, viewOf(parameters.get(rows.key)!, rows)])),
    gradients(outputs) {
      const gradients = new Map<string, Float32Array>();
      for (const [key, { data }] of parameters) gradients.set(key, new Float32Array(data.length));
      for (const [name, rows] of taken) {
        const given = outputs[gradientOutput(name)];
        if (!given) continue;
        const whole = { dims: parameters.get(rows.key)!.dims, data: gradients.get(rows.key)! };
        viewOf(whole, rows).data.set(given.data);
      }
      return gradients;
    },
  };
}

interface RowsOf {
  readonly key: string;
  readonly from: number;
  readonly to: number | null;
}

/** "key[64:128]" are rows of a weight. */
function rowsOf(name: string): RowsOf {
  const match = /^(.*)\[(\d+):(\d+)\]$/.exec(name);
  return match ? { key: match[1]!, from: Number(match[2]), to: Number(match[3]) } : { key: name, from: 0, to: null };
}

/** Shares memory. */
function viewOf({ dims, data }: Tensor, { from, to }: RowsOf): Tensor {
  if (to === null) return { dims, data };
  const row = elements(dims.slice(1));
  return { dims: [to - from, ...dims.slice(1)], data: data.subarray(from * row, to * row) };
}
