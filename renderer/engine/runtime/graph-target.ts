import { cpuDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { cudaDialect } from '#renderer/engine/graph/dialects/dialect-cuda.ts';
import { webgpuDialect } from '#renderer/engine/graph/dialects/dialect-webgpu.ts';
import { withPlainAttention } from '#renderer/engine/graph/dialects/plain-attention.ts';
import type { GraphOptions, Precision } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Provider } from '#shared/contract/bounds.ts';

/** Whether attention is one operator or spelt in parts. */
export type Attention = 'fused' | 'plain';

/** How a provider wants its graphs. */
export type GraphTarget = Required<Pick<GraphOptions, 'dialect' | 'residency' | 'precision'>>;

/**
 * On the CPU weights stay mapped; a GPU wants them on its side, once. Half precision is an option of WebGPU that
 * drivers may lack, so it is asked for where a trial has found it.
 */
const TARGETS: Readonly<Record<Provider, GraphTarget>> = {
  cpu: { dialect: cpuDialect, residency: 'mapped', precision: 'float32' },
  webgpu: { dialect: webgpuDialect, residency: 'prepacked', precision: 'float32' },
  cuda: { dialect: cudaDialect, residency: 'prepacked', precision: 'float16' },
};

/** How graphs are built for a provider on this machine; in its usual precision when that is left out. */
export function graphTargetOf(
  provider: Provider,
  attention: Attention = 'fused',
  precision: Precision = TARGETS[provider].precision,
): GraphTarget {
  const usual = { ...TARGETS[provider], precision };
  return attention === 'fused' ? usual : { ...usual, dialect: withPlainAttention(usual.dialect) };
}
