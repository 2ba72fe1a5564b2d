import { buildOneNode } from '#renderer/engine/graph/one-node.ts';
import { openSession, type Session } from '#renderer/engine/runtime/session.ts';
import { elements } from '#renderer/engine/tensor.ts';

/** One weight and the two factors of its change (LoRA, https://arxiv.org/abs/2106.09685). Convolutions come flattened. */
export interface LowRankItem {
  readonly weight: Float32Array;
  /** Of the weight: [out, …in]; everything behind the first dimension counts as one. */
  readonly shape: readonly number[];
  /** A, (rank, in) in row order. */
  readonly down: Float32Array;
  /** B, (out, rank) in row order. */
  readonly up: Float32Array;
  readonly rank: number;
  /** strength x alpha / rank. */
  readonly scale: number;
}

let opened: Promise<Session> | null = null;

/** W + scale · B·A as new numbers in the weight's shape, float32 throughout. */
export async function mergeLowRank(item: LowRankItem): Promise<Float32Array> {
  const rows = item.shape[0]!;
  const columns = elements(item.shape.slice(1));
  const session = await product();
  const { y } = await session.run({
    up: { dims: [rows, item.rank], data: item.up.map((value) => value * item.scale) },
    down: { dims: [item.rank, columns], data: item.down },
    weight: { dims: [rows, columns], data: item.weight },
  });
  return y!.data;
}

/** One tiny session for all sizes; it holds no weights, so it stays open. */
function product(): Promise<Session> {
  opened ??= openProduct().catch((error: unknown) => {
    opened = null;
    throw error;
  });
  return opened;
}

function openProduct(): Promise<Session> {
  const graph = buildOneNode({
    op: 'Gemm',
    inputs: { up: ['out', 'rank'], down: ['rank', 'in'], weight: ['out', 'in'] },
    output: ['out', 'in'],
  });
  return openSession(graph, { provider: 'cpu', threads: 0 });
}
