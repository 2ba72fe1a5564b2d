import { describe, expect, it } from 'vitest';
import { fusedForCuda } from '#renderer/engine/graph/dialects/cuda-fusions.ts';
import { cudaDialect } from '#renderer/engine/graph/dialects/dialect-cuda.ts';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import type { Precision, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildTaesdDecoder } from '#renderer/engine/graph/nets/taesd.ts';
import { buildUNet, type UNetOptions } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { buildVaeDecoder, buildVaeEncoder } from '#renderer/engine/graph/nets/vae.ts';
import { parseVaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { buildWeightInputs } from '#renderer/engine/networks/weight-inputs-graph.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { elements, type Tensor } from '#renderer/engine/tensor.ts';
import { SD15_UNET } from '#test/bench/random-unet.ts';
import { SDXL_UNET, VEGA_UNET } from '#test/bench/unet-configs.ts';
import { expandForCpu } from '#test/renderer/engine/graph/dialects/cuda-reference.ts';
import { expectGolden, type GoldenTensor, golden, input, withParameters } from '#test/renderer/engine/graph/golden.ts';
import { type ModelGraph, readModel } from '#test/renderer/engine/graph/ir/read-model.ts';
import { weightsWithoutFiles } from '#test/renderer/engine/graph/weights-without-files.ts';

/*
 * No GPU here: the operators that only CUDA has are replaced by their definitions, then the CPU computes the graph.
 * This shows that the graph is right if the operators are what their documentation says.
 */

const built = (precision: Precision) => ({ dialect: cudaDialect, residency: 'prepacked', precision }) as const;

const CPU = { provider: 'cpu', threads: 1 } as const;

interface Case {
  readonly build: (weights: WeightSupply, more?: Partial<UNetOptions>) => BuiltGraph;
  readonly feeds: Readonly<Record<string, Tensor>>;
  readonly expected: GoldenTensor;
  readonly tolerance?: number;
}

async function check({ build, feeds, expected, tolerance = 1e-4 }: Case): Promise<void> {
  await withParameters(wantedWeights(build), async (weights) => {
    const graph = expandForCpu(build(weights));
    const session = await openSession(graph, CPU);
    expectGolden((await session.run(feeds))[graph.outputs[0]!]!, expected, tolerance);
    await session.release();
  });
}

function unetCase(name: string, precision: Precision, change: object = {}): Case {
  const { config, runs } = golden.unet[name]!;
  const { hw, t, out, batch } = runs[0]!;
  const width = Number(config.cross_attention_dim);
  const ids = Float32Array.from(Array.from({ length: batch }, () => [1024, 1024, 0, 0, 1024, 1024]).flat());
  const textTime = { text_embeds: input('in:pooled', [batch, 32]), time_ids: { dims: [batch, 6], data: ids } };
  return {
    build: (weights, more = {}) =>
      buildUNet(parseUNetConfig({ ...config, ...change }), weights, { ...built(precision), ...more }),
    feeds: {
      sample: input('in:sample', [batch, 4, ...hw]),
      timestep: { dims: [batch], data: new Float32Array(batch).fill(t) },
      encoder_hidden_states: input('in:ctx', [batch, 77, width]),
      ...(config.addition_embed_type ? textTime : {}),
    },
    expected: out,
  };
}

const vae = parseVaeConfig(golden.vae.config);
const latents = input('in:z', [1, 4, 8, 10]);

describe('cudaDialect, spelt out for the CPU', () => {
  it('gives the numbers of diffusers for a UNet', () => check(unetCase('sd15_layers1', 'float32')));
  it('gives the numbers of diffusers for one with sizes and linear projections', () =>
    check(unetCase('sdxl', 'float32')));

  it('gives them with queries, keys and values in one product, and bias and residual in one operator', () => {
    const { build, ...rest } = unetCase('sdxl', 'float32');
    const fused = (weights: WeightSupply) => build(weights, { rewrite: fusedForCuda });
    return check({ ...rest, build: fused });
  });

  it('gives them with weights that come by inputs', async () => {
    const { build, feeds, expected } = unetCase('sd15_layers1', 'float32');
    await withParameters(wantedWeights(build), async (weights) => {
      const graph = expandForCpu(build(weights, { weightsApart: () => true }));
      const inputs = graph.weightInputs!;
      expect(new Set(inputs.map(({ key }) => weights.get(key)!.shape.length))).toEqual(new Set([2, 4]));
      const given = await openSession(buildWeightInputs(inputs, weights, built('float32')), CPU);
      const session = await openSession(graph, CPU);
      expectGolden((await session.run({ ...feeds, ...(await given.run({})) })).noise!, expected);
      await Promise.all([given.release(), session.release()]);
    });
  });

  it('gives the numbers of diffusers for the VAE', async () => {
    await check({
      build: (weights) => buildVaeDecoder(vae, weights, { ...built('float32'), latents: 'raw' }),
      feeds: { latents },
      expected: golden.vae.decode,
    });
    await check({
      build: (weights) => buildVaeEncoder(vae, weights, built('float32')),
      feeds: { picture: input('in:img', [1, 3, 32, 40], 1) },
      expected: golden.vae.moments,
    });
  });

  it('gives the numbers of diffusers for TAESD', () =>
    check({
      build: (weights) => buildTaesdDecoder(weights, built('float32')),
      feeds: { latents },
      expected: golden.taesd.decode,
    }));

  it('stays near them in half precision', async () => {
    await check({ ...unetCase('sd15_layers1', 'float16'), tolerance: 0.02 });
    await check({ ...unetCase('sdxl', 'float16', { upcast_attention: true }), tolerance: 0.02 });
    const decode = (weights: WeightSupply) => buildVaeDecoder(vae, weights, { ...built('float16'), latents: 'raw' });
    await check({ build: decode, feeds: { latents }, expected: golden.vae.decode, tolerance: 0.02 });
  });
});

/** Of ONNX Runtime's CUDA kernels, those of its own set that graphs may use (docs/OperatorKernels.md). */
const CUDA_ONLY_SET = [
  'BiasGelu',
  'BiasSplitGelu',
  'FusedMatMul',
  'GroupNorm',
  'MultiHeadAttention',
  'NhwcConv',
  'QuickGelu',
  'SkipGroupNorm',
  'SkipLayerNormalization',
];

/** A full-size network over weights without files. */
function fullSize(config: object, precision: Precision = 'float16', more: Partial<UNetOptions> = {}): ModelGraph {
  const parsed = parseUNetConfig(config);
  return readModel(buildUNet(parsed, weightsWithoutFiles(), { ...built(precision), ...more }));
}

function count(model: ModelGraph, opType: string): number {
  return model.node.filter((node) => node.opType === opType).length;
}

describe('cudaDialect at full size', () => {
  for (const [name, config, blocks, norms] of [
    ['sd15', SD15_UNET, 16, 61],
    ['sdxl', SDXL_UNET, 70, 46],
    ['vega', VEGA_UNET, 15, 43],
  ] as const) {
    describe(name, () => {
      const model = fullSize(config);

      it('uses fused operators that CUDA has, and no other way to do the same', () => {
        const own = new Set(model.node.filter(({ domain }) => domain !== '').map(({ opType }) => opType));
        expect([...own].filter((op) => !CUDA_ONLY_SET.includes(op))).toEqual([]);
        expect(count(model, 'Conv')).toBe(0);
        expect(count(model, 'InstanceNormalization')).toBe(0);
        expect(count(model, 'BiasSplitGelu')).toBe(blocks);
        expect(count(model, 'GroupNorm') + count(model, 'SkipGroupNorm')).toBe(norms);
      });

      it('moves images to its layout once, and back once', () => {
        const weights = new Set(model.initializer.map((one) => one.name));
        const moves = model.node.filter(({ opType, input: [x] }) => opType === 'Transpose' && !weights.has(x!));
        expect(moves.map(({ attribute }) => attribute[0]!.ints)).toEqual([
          [0, 2, 3, 1],
          [0, 3, 1, 2],
        ]);
      });

      it('takes every weight of the file as it is stored', () => {
        const large = new Set(model.initializer.filter(({ dims }) => elements(dims) > 10_000).map((one) => one.name));
        const casts = model.node.filter(({ opType, input: [x] }) => opType === 'Cast' && large.has(x!));
        expect(casts).toEqual([]);
      });

      it('has float32 inputs and outputs', () => {
        for (const { name: at, type } of [...model.input, ...model.output])
          expect([at, type.tensorType.elemType]).toEqual([at, 1]);
      });

      it('makes angles of the timestep in float32', () => {
        const waves = model.node.filter(({ opType }) => opType === 'Cos' || opType === 'Sin');
        const casts = new Set(model.node.filter(({ opType }) => opType === 'Cast').flatMap((node) => node.output));
        expect(waves.length).toBeGreaterThan(0);
        for (const { input: sources } of waves) {
          const product = model.node.find(({ output }) => output[0] === sources[0])!;
          expect(product.input.some((source) => casts.has(source))).toBe(false);
        }
      });
    });
  }

  it('has one product for each self-attention of SDXL where that is asked for, and nothing that is left over', () => {
    const [usual, fused] = [fullSize(SDXL_UNET), fullSize(SDXL_UNET, 'float16', { rewrite: fusedForCuda })];
    // 70 blocks with three products each; the sums after the transformers are 11.
    expect(count(usual, 'FusedMatMul') - count(fused, 'FusedMatMul')).toBe(2 * 70);
    expect(count(fused, 'BiasAdd')).toBe(11);
    const taken = new Set([...fused.node.flatMap(({ input: all }) => all), ...fused.output.map(({ name }) => name)]);
    expect(fused.node.filter(({ output }) => !output.some((name) => taken.has(name)))).toEqual([]);
  });

  it('computes attention in float32 where the model asks for it', () => {
    const usual = fullSize(SD15_UNET);
    const exact = fullSize({ ...SD15_UNET, upcast_attention: true });
    // 32 attentions of three operands and a result.
    expect(count(exact, 'Cast') - count(usual, 'Cast')).toBe(32 * 4);
  });

  it('keeps a VAE in float32 that would overflow', () => {
    const build = (json: object) =>
      readModel(
        buildVaeDecoder(
          parseVaeConfig({ ...golden.vae.config, ...json }),
          {
            has: () => false,
            keys: () => [],
            get: (_, shape) => ({ file: '/w', offset: 0, bytes: 2, dtype: 'F32', shape }),
          },
          { ...built('float16'), latents: 'scaled' },
        ),
      );
    expect(count(build({ force_upcast: true }), 'Cast')).toBe(0);
    expect(count(build({ force_upcast: false }), 'Cast')).toBeGreaterThan(0);
  });
});
