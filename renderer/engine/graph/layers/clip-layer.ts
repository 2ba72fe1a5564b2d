import type { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { type AttentionNames, attention, attentionBias } from '#renderer/engine/graph/layers/attention.ts';
import { addAndNorm, layerNorm, linear, type Skip } from '#renderer/engine/graph/layers/layers.ts';

/** transformers' names for what diffusers calls to_q, to_k, to_v and to_out.0. */
const NAMES: AttentionNames = { q: 'q_proj', k: 'k_proj', v: 'v_proj', out: 'out_proj' };

/** Of a layer of CLIP, which its two encoders have in common. */
export interface ClipLayerShape {
  readonly width: number;
  readonly inner: number;
  readonly heads: number;
  readonly eps: number;
  readonly activation: 'quick_gelu' | 'gelu';
  /** Whether a token sees only itself and those before it: words do, patches of a picture do not. */
  readonly causal: boolean;
}

/**
 * One encoder layer by transformers' keys, its last residual still open. `bias` is added to what a position makes of
 * another before the softmax, (b, 1, n, n):
 *
 *     x ─► layer_norm1 ─► self_attn ─(+)─► layer_norm2 ─► fc1 ─► activation ─► fc2 ─(+ …
 */
export function clipLayer(
  graph: Graph,
  { trunk, bias }: { readonly trunk: Value; readonly bias: Value | null },
  { width, inner, heads, eps, activation, causal }: ClipLayerShape,
): Skip {
  const norm = { channels: width, eps };
  const x = layerNorm(graph.scope('layer_norm1'), trunk, norm);
  const scope = graph.scope('self_attn');
  const shape = { channels: width, heads, contextWidth: width, biases: true, causal, names: NAMES };
  const branch = attention(scope, { x, context: x, bias }, shape);
  const after = addAndNorm(graph.scope('layer_norm2'), { branch, bias: attentionBias(scope, shape), trunk }, norm);

  const mlp = graph.scope('mlp');
  const first = linear(mlp.scope('fc1'), after.normed, { inputs: width, outputs: inner });
  const active =
    activation === 'gelu' ? mlp.op('Gelu', [first]) : mlp.fused('QuickGelu', [first], { alpha: { float: 1.702 } });
  const second = linear(mlp.scope('fc2'), active, { inputs: inner, outputs: width, bias: false });
  return { branch: second, bias: mlp.scope('fc2').weight('bias', [width]), trunk: after.sum };
}
