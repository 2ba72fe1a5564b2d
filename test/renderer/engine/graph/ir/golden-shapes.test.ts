import { describe, it } from 'vitest';
import type { Delta } from '#renderer/engine/adapters/weight-change.ts';
import { buildLoraFactors } from '#renderer/engine/derive/lora-factors-graph.ts';
import { buildMerge } from '#renderer/engine/derive/merge-graph.ts';
import { buildNarrow, buildNarrowWhole } from '#renderer/engine/derive/narrow-graph.ts';
import { buildQuantise } from '#renderer/engine/derive/quantise-graph.ts';
import { buildTileKernels } from '#renderer/engine/derive/tile-kernels-graph.ts';
import { buildPromptProducts } from '#renderer/engine/graph/layers/prompt-products.ts';
import { graphTargetOf } from '#renderer/engine/runtime/graph-target.ts';
import { buildProbe, buildWholeProbe, probeImage } from '#renderer/engine/runtime/probe.ts';
import type { WeightEntry } from '#renderer/engine/weights/weight-map.ts';
import { expandForCpu } from '#test/renderer/engine/graph/dialects/cuda-reference.ts';
import { golden, input, withParameters } from '#test/renderer/engine/graph/golden.ts';
import { checkShapes, clip, NETWORKS, TARGETS } from '#test/renderer/engine/graph/ir/golden-networks.ts';
import { expectInferred } from '#test/renderer/engine/graph/ir/inferred.ts';

/** The other spellings of the same are left to the long tests. */
const EVERYDAY = ['the UNet sdxl', 'the encoder of a VAE', 'TAESD'];

describe('the rules of shapes say what ONNX Runtime gives', () => {
  for (const name of EVERYDAY)
    for (const target of ['cpu', 'cuda'])
      it(`for ${name} ${target}`, () => checkShapes(NETWORKS[name]!, TARGETS[target]!), 60_000);

  const [text = ''] = Object.keys(golden.clip);
  it('for a text encoder', () => checkShapes(clip(text, true), TARGETS.cpu!), 60_000);

  it('for the products of the prompt', () =>
    withParameters(new Map([['a.attn2.to_k.weight', [16, 24]]]), (weights) =>
      expectInferred(buildPromptProducts(weights, TARGETS.cpu!), {
        encoder_hidden_states: input('in:ctx', [2, 7, 24]),
      }),
    ));

  it('for the trial of a provider', async () => {
    const image = probeImage();
    for (const provider of ['cpu', 'webgpu', 'cuda'] as const) {
      await expectInferred(buildProbe(graphTargetOf(provider)), { image }, expandForCpu);
      await expectInferred(buildProbe(graphTargetOf(provider, 'plain')), { image }, expandForCpu);
      await expectInferred(buildWholeProbe(graphTargetOf(provider)), { image }, expandForCpu);
    }
  });
});

/** Tensors that changes of weights are made of. */
const STORED = {
  weight: [12, 8],
  kernel: [12, 8, 3, 3],
  up: [12, 4],
  down: [4, 8],
  core: [4, 4, 3, 3],
  point: [4, 8, 1, 1],
  upPoint: [12, 4, 1, 1],
  downKernel: [4, 8, 3, 3],
  perOutput: [12],
  perInput: [8],
  left: [3, 2],
  right: [4, 4],
  a: [4, 12],
  b: [4, 8],
} as const;

describe('the rules of shapes say what ONNX Runtime gives for arithmetic on weights', () => {
  const withStored = (use: (of: (name: keyof typeof STORED) => WeightEntry) => Promise<void>) =>
    withParameters(new Map(Object.entries(STORED)), (weights) => use((name) => weights.get(name)!));

  it('which is merged', () =>
    withStored(async (of) => {
      const lowRank: Delta = { kind: 'low-rank', up: of('up'), down: of('down'), core: null };
      const product = { a: of('up'), b: of('down'), core: null };
      const deltas: Delta[] = [
        lowRank,
        { kind: 'full', diff: of('weight') },
        { kind: 'hadamard', factors: [product, product] },
        { kind: 'kronecker', left: { whole: of('left') }, right: { whole: of('right') } },
      ];
      const plain = { scale: 0.5, strength: 0.7, magnitude: null };
      const changes = [
        ...deltas.map((delta) => ({ ...plain, delta })),
        { ...plain, delta: lowRank, magnitude: { per: 'output', entry: of('perOutput') } as const },
        { ...plain, delta: lowRank, magnitude: { per: 'input', entry: of('perInput') } as const },
      ];
      for (const as of ['F32', 'F16', 'BF16'] as const) {
        for (const change of changes)
          await expectInferred(buildMerge({ entry: of('weight'), changes: [change], as }), {});
      }
      const tucker: Delta = { kind: 'low-rank', up: of('upPoint'), down: of('point'), core: of('core') };
      const whole = { a: of('a'), b: of('b'), core: of('core') };
      for (const delta of [tucker, { kind: 'hadamard', factors: [whole, whole] } as const]) {
        await expectInferred(buildMerge({ entry: of('kernel'), changes: [{ ...plain, delta }], as: 'F16' }), {});
      }
    }));

  it('whose factors are joined', () =>
    withStored(async (of) => {
      const matrix = { kind: 'low-rank', up: of('up'), down: of('down'), core: null } as const;
      const kernels = { kind: 'low-rank', up: of('upPoint'), down: of('downKernel'), core: null } as const;
      const twice = (delta: typeof matrix | typeof kernels) => [
        { delta, scale: 1 },
        { delta, scale: 0.5 },
      ];
      const graph = buildLoraFactors([
        { name: 'matrix', entry: of('weight'), parts: twice(matrix) },
        { name: 'kernels', entry: of('kernel'), parts: twice(kernels) },
      ]);
      await expectInferred(graph, {});
    }));

  it('which is rounded to 8 bits, or transformed for tiles', () =>
    withStored(async (of) => {
      await expectInferred(buildQuantise(of('weight')), {});
      await expectInferred(buildNarrow(of('weight')), {});
      await expectInferred(buildNarrowWhole(of('weight')), {});
      await expectInferred(buildTileKernels(of('kernel')), {});
    }));
});
