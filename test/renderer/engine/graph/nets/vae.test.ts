import { describe, expect, it } from 'vitest';
import { cpuDialect, portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import type { WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildVaeDecoder, buildVaeEncoder } from '#renderer/engine/graph/nets/vae.ts';
import { parseVaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { scale, type Tensor } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { expectGolden, type GoldenTensor, golden, input, withParameters } from '#test/renderer/engine/graph/golden.ts';
import { apart, turned } from '#test/renderer/engine/graph/turned.ts';

const config = parseVaeConfig(golden.vae.config);
const onCpu = { dialect: cpuDialect, residency: 'mapped' } as const;
const latents = input('in:z', [1, 4, 8, 10]);

interface Case {
  readonly build: (weights: WeightSupply) => BuiltGraph;
  readonly feeds: Readonly<Record<string, Tensor>>;
  readonly expected: GoldenTensor;
  /** How another writer would have named the weights. */
  readonly rename?: (weights: WeightMap) => WeightMap;
}

async function check({ build, feeds, expected, rename = (weights) => weights }: Case): Promise<void> {
  await withParameters(wantedWeights(build), async (weights) => {
    const graph = build(rename(weights));
    const session = await openSession(graph, { provider: 'cpu', threads: 1 });
    const outputs = await session.run(feeds);
    expectGolden(outputs[graph.outputs[0]!]!, expected);
    await session.release();
  });
}

describe('buildVaeDecoder', () => {
  const expected = golden.vae.decode;
  const raw = (weights: WeightSupply) => buildVaeDecoder(config, weights, { ...onCpu, latents: 'raw' });

  it('gives the numbers of diffusers for latents of the VAE itself', () =>
    check({ build: raw, feeds: { latents }, expected }));

  it('divides by the scaling factor when latents come as the UNet sees them', () =>
    check({
      build: (weights) => buildVaeDecoder(config, weights, { ...onCpu, latents: 'scaled' }),
      feeds: { latents: scale(config.scalingFactor, latents) },
      expected,
    }));

  it('gives the same numbers in the portable dialect', () =>
    check({
      build: (weights) =>
        buildVaeDecoder(config, weights, { dialect: portableDialect, residency: 'prepacked', latents: 'raw' }),
      feeds: { latents },
      expected,
    }));

  it("takes the attention's old names, stored as convolutions, beside an encoder that it leaves alone", () =>
    check({ build: raw, feeds: { latents }, expected, rename: asOldFile }));
});

describe('a decoder whose convolutions see the opposite edge', () => {
  it('gives the same picture, turned, of latents that are turned: no edge is different from any other place', async () => {
    const build = (weights: WeightSupply) =>
      buildVaeDecoder(config, weights, { ...onCpu, latents: 'raw', wraps: true });
    await withParameters(wantedWeights(build), async (weights) => {
      const session = await openSession(build(weights), { provider: 'cpu', threads: 1 });
      const decode = async (given: Tensor) => (await session.run({ latents: given })).picture!;
      const factor = 2 ** (config.channels.length - 1);
      const [plain, moved] = [await decode(latents), await decode(turned(latents, { rows: 3, columns: 4 }))];
      expect(apart(turned(plain, { rows: 3 * factor, columns: 4 * factor }), moved)).toBeLessThan(1e-4);
      await session.release();
    });
  });
});

describe('buildVaeEncoder', () => {
  it('gives the moments of diffusers', () =>
    check({
      build: (weights) => buildVaeEncoder(config, weights, onCpu),
      feeds: { picture: input('in:img', [1, 3, 32, 40], 1) },
      expected: golden.vae.moments,
    }));
});

function asOldFile(weights: WeightMap): WeightMap {
  const old = [...weights].map(([key, entry]) => {
    const isProjection = /attentions\.0\.to_.*weight$/.test(key);
    const name = key
      .replace('.to_q.', '.query.')
      .replace('.to_k.', '.key.')
      .replace('.to_v.', '.value.')
      .replace('.to_out.0.', '.proj_attn.');
    return [name, isProjection ? { ...entry, shape: [...entry.shape, 1, 1] } : entry] as const;
  });
  const [, anyEntry] = old[0]!;
  return new Map([...old, ['encoder.conv_in.weight', anyEntry], ['quant_conv.bias', anyEntry]]);
}
