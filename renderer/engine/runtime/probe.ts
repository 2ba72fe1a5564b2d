import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { refusalFor } from '#renderer/engine/runtime/device-refusal.ts';
import { type Attention, type GraphTarget, graphTargetOf } from '#renderer/engine/runtime/graph-target.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { loadedDriver } from '#renderer/engine/runtime/this-machine.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import type { Provider } from '#shared/contract/bounds.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

const CHANNELS = 32;
const GROUPS = 4;
const HEADS = 2;
const DIMS = [1, CHANNELS, 8, 8] as const;

/** Half precision has three digits. */
const TOLERANCE = 0.02;

/** What a trial found. */
export interface ProbeResult {
  /** Why the provider cannot be used, as one sentence; null when it computes. */
  readonly refusal: Message | null;
  /** How it computes attention rightly. */
  readonly attention: Attention;
  /** Where half precision is an option: that it has it. Left out, it computes in its usual precision. */
  readonly precision?: 'float16';
  /** Whether graphs can have weights on the device in common (probe-sharing.ts); not known when left out. */
  readonly sharesWeights?: boolean;
}

/** Tries a provider in this process, which native code may end instead. */
export async function probe(provider: Provider): Promise<ProbeResult> {
  try {
    const expected = await run('cpu', graphTargetOf('cpu', 'plain'));
    for (const attention of attentionsOf(provider)) {
      if (!sameNumbers(await run(provider, graphTargetOf(provider, attention)), expected)) continue;
      const isHalf = provider === 'webgpu' && (await computesInHalf(attention));
      return { refusal: null, attention, ...(isHalf && { precision: 'float16' }) };
    }
    return { refusal: message('device.wrong-numbers'), attention: 'fused' };
  } catch (error) {
    return { refusal: refusalFor(error, loadedDriver()), attention: 'fused' };
  }
}

/**
 * ONNX Runtime's WebGPU shader for attention needs subgroups of eight lanes or more and is wrong without a word where
 * they are smaller, as with drivers in software.
 */
function attentionsOf(provider: Provider): readonly Attention[] {
  return provider === 'webgpu' ? ['fused', 'plain'] : ['fused'];
}

/**
 * WebGPU's adapters need not have half precision (`shader-f16`): ONNX Runtime then refuses to run the first shader. It is
 * tried with more operators, as what fails there can be had in float32.
 */
async function computesInHalf(attention: Attention): Promise<boolean> {
  try {
    const found = await run('webgpu', graphTargetOf('webgpu', attention, 'float16'), buildWholeProbe);
    return sameNumbers(found, await run('cpu', graphTargetOf('cpu', 'plain'), buildWholeProbe));
  } catch {
    return false;
  }
}

async function run(provider: Provider, target: GraphTarget, build = buildProbe): Promise<Tensor | undefined> {
  const session = await openSession(build(target), { provider, threads: 1 });
  const { y } = await session.run({ image: probeImage() });
  await session.release();
  return y;
}

/**
 * A network in small, of the operators that a UNet spends its time in: convolution, group normalisation, attention.
 * Input `image` (b, 32, h, w), output `y` likewise.
 */
export function buildProbe(target: GraphTarget): BuiltGraph {
  return probeOf(target, ({ mixed }) => mixed);
}

/** The same with what stands around them: SiLU, layer normalisation of a sum, a projection. */
export function buildWholeProbe(target: GraphTarget): BuiltGraph {
  return probeOf(target, ({ graph, mixed, tokens }) => {
    const row = (value: number) => graph.floats(Array.from({ length: CHANNELS }, () => value));
    const active = graph.fused('QuickGelu', [mixed], { alpha: { float: 1 } });
    const sum = { branch: active, branchBias: row(0), trunk: tokens, weight: row(1), bias: row(0) };
    const [level] = graph.layers('SkipNorm', { operands: sum, attributes: { eps: 1e-5 } });
    const matrix = { weight: graph.floats(identityMatrix(), [CHANNELS, CHANNELS]), bias: row(0), down: null, up: null };
    return graph.layer('Linear', { operands: { x: level!, ...matrix }, attributes: {} });
  });
}

interface ProbeTokens {
  readonly graph: Graph;
  readonly tokens: Value;
  /** What attention makes of them. */
  readonly mixed: Value;
}

/** From convolution to attention, and what is made of that. */
function probeOf(target: GraphTarget, after: (tokens: ProbeTokens) => Value): BuiltGraph {
  const graph = Graph.over(new Map(), { ...target, name: 'probe' });
  const image = graph.input('image', 'float', ['b', CHANNELS, 'h', 'w']);
  const weight = graph.floats(identityKernels(), [CHANNELS, CHANNELS, 3, 3]);
  const kernels = { weight, bias: null, perSample: null, residual: null, down: null, up: null };
  const convolution = { operands: { image, ...kernels }, attributes: { stride: 1, pads: [1, 1, 1, 1], pixels: 0 } };
  const convolved = graph.layer('Conv', convolution);
  const row = (value: number) => graph.floats(Array.from({ length: CHANNELS }, () => value));
  const operands = { image: convolved, weight: row(1), bias: row(0) };
  const normed = graph.layer('GroupNorm', { operands, attributes: { groups: GROUPS, eps: 1e-5 } });
  const tokens = graph.layer('PixelsAsTokens', { operands: { image: normed }, attributes: {} });
  const self = {
    operands: { q: tokens, k: tokens, v: tokens, bias: null },
    attributes: { heads: HEADS, causal: false },
  };
  const mixed = after({ graph, tokens, mixed: graph.layer('Attention', self) });
  const pixels = graph.layer('TokensAsPixels', { operands: { tokens: mixed, like: image }, attributes: {} });
  graph.output('y', pixels, ['b', CHANNELS, 'h', 'w']);
  return graph.build();
}

/** Waves: no two pixels alike, so that attention has something to tell apart. */
export function probeImage(): Tensor {
  return { dims: DIMS, data: Float32Array.from({ length: CHANNELS * 64 }, (_, i) => Math.sin(i * i * 0.37)) };
}

/** Kernels (out, in, 3, 3) that copy each channel. */
function identityKernels(): readonly number[] {
  const [kernel, centre] = [9, 4];
  const at = (channel: number) => (channel * CHANNELS + channel) * kernel + centre;
  const ones = new Set(Array.from({ length: CHANNELS }, (_, channel) => at(channel)));
  return Array.from({ length: CHANNELS * CHANNELS * kernel }, (_, i) => (ones.has(i) ? 1 : 0));
}

function identityMatrix(): readonly number[] {
  return Array.from({ length: CHANNELS * CHANNELS }, (_, i) => (i % (CHANNELS + 1) === 0 ? 1 : 0));
}

function sameNumbers(actual: Tensor | undefined, expected: Tensor | undefined): boolean {
  if (!actual || !expected || actual.dims.join() !== expected.dims.join()) return false;
  return actual.data.every((value, i) => Math.abs(value - expected.data[i]!) < TOLERANCE);
}
