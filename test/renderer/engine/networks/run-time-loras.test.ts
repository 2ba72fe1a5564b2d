import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BaseWeights } from '#renderer/engine/adapters/adapter-names.ts';
import { factorDims } from '#renderer/engine/derive/lora-factors-graph.ts';
import { mergeAdapters } from '#renderer/engine/derive/merge-adapters.ts';
import { cpuDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildClipTextEncoder } from '#renderer/engine/graph/nets/clip.ts';
import { parseClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { openAdaptable } from '#renderer/engine/networks/adaptable-session.ts';
import type { Targets } from '#renderer/engine/networks/adapted-session.ts';
import { loadRunTimeLoras } from '#renderer/engine/networks/load-run-time-loras.ts';
import type { LoraFactors, LowRankFactors } from '#renderer/engine/networks/network.ts';
import { openTextEncoder } from '#renderer/engine/networks/open-text-encoder.ts';
import { openUNet } from '#renderer/engine/networks/open-unet.ts';
import { graphOptions } from '#renderer/engine/networks/options.ts';
import { withLoras } from '#renderer/engine/networks/run-time-loras.ts';
import { openEach, type Sharing } from '#renderer/engine/networks/shared-weights.ts';
import { STYLES, writeConstants } from '#test/renderer/engine/adapters/adapter-styles.ts';
import { golden, input, withParameters } from '#test/renderer/engine/graph/golden.ts';
import {
  factors,
  goldenInputs,
  goldenUNet,
  type LoraFile,
  predictOnce,
  withLoraFiles,
  worstDifference,
} from '#test/renderer/engine/weights/golden-lora.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

const small = goldenUNet('sd15_layers1');
const CPU = { provider: 'cpu', threads: 1 } as const;

/** Measured 4.5e-6 between diffusers' own two ways (test/golden/README.md). */
const SAME = 1e-5;

/** Of rank 2, as networks take them. */
function ownFactors(key: string, shape: readonly number[]): LowRankFactors {
  const { down, up } = factorDims(shape, 2);
  return { down: input(`${key}:down`, down, 0.1), up: input(`${key}:up`, up, 0.1) };
}

const adapter = (file: string, weight = 1) => ({ name: 'style', file, weight });

describe('style LoRAs at run time', () => {
  it.each([
    ['attention alone', /attentions/, 1],
    ['convolutions alone', /(conv|conv_shortcut|conv[12])\.weight$/, -0.7],
    ['everything', /./, 0.6],
  ])('equal merged weights: %s', async (_name, pattern, weight) => {
    const targets = new Map([...small.targets].filter(([key]) => pattern.test(key)));
    await withLoraFiles(
      small.shapes,
      [{ targets, style: STYLES.kohya, alpha: 3 }],
      async (base, [file], cacheFolder) => {
        const adapters = [adapter(file!, weight)];
        const loras = await loadRunTimeLoras(adapters, base);
        const merged = await mergeAdapters({ base, adapters, cacheFolder });
        const [result, expected, plain] = [
          await predictOnce(small.config, base.unet, goldenInputs(24, loras)),
          await predictOnce(small.config, merged.unet, goldenInputs(24)),
          await predictOnce(small.config, base.unet, goldenInputs(24)),
        ];
        expect(worstDifference(result, expected)).toBeLessThan(SAME);
        expect(worstDifference(result, plain)).toBeGreaterThan(1e-3);
      },
    );
  });

  it('act on text encoders and UNet with weights of their own', async () => {
    await withFolder(async (folder) => {
      const entry = (key: string) => ({ file: '', offset: 0, bytes: 16, dtype: 'F32', shape: [2, 2], key }) as const;
      const key = 'mid_block.resnets.0.time_emb_proj.weight';
      const text = 'text_model.encoder.layers.0.mlp.fc1.weight';
      const base: BaseWeights = {
        unet: new Map([[key, entry(key)]]),
        textEncoders: [new Map([[text, entry(text)]])],
      };
      const file = join(folder, 'both.safetensors');
      await writeConstants(file, {
        [`unet.${key.replace('.weight', '.lora_A.weight')}`]: [1, 2],
        [`unet.${key.replace('.weight', '.lora_B.weight')}`]: [2, 1],
        [`text_encoder.${text.replace('.weight', '.lora_A.weight')}`]: [1, 2],
        [`text_encoder.${text.replace('.weight', '.lora_B.weight')}`]: [2, 1],
      });
      const factorsOf = async (weights: { weight: number; textWeight?: number }) => {
        const { unet, textEncoders } = (await loadRunTimeLoras([{ ...adapter(file), ...weights }], base))!;
        return [unet, textEncoders[0]!].map((factors) => [...factors.values()].map(({ up }) => [...up.data]));
      };
      const [strong, weak] = [await factorsOf({ weight: 0.75 }), await factorsOf({ weight: 0.25 })];
      expect(await factorsOf({ weight: 0.75, textWeight: 0.25 })).toEqual([strong[0], weak[1]]);
      expect(await factorsOf({ weight: 0, textWeight: 0.25 })).toEqual([[], weak[1]]);
      expect(strong[1]).not.toEqual(weak[1]);
    });
  });

  it('switch from call to call in one opened network, and leave it as it was', async () => {
    const files = ['red', 'blue'].map((seed) => ({ targets: small.targets, style: STYLES.peft, alpha: null, seed }));
    await withLoraFiles(small.shapes, files, async (base, [red, blue], cacheFolder) => {
      const both = [adapter(red!, 0.5), adapter(blue!, -0.25)];
      const sets = [[adapter(red!)], [adapter(blue!)], both, [adapter(red!)]];
      const unet = await openUNet(small.config, base.unet, CPU);
      const before = await unet.predict(goldenInputs(24));
      const results = [];
      for (const set of sets) results.push(await unet.predict(goldenInputs(24, await loadRunTimeLoras(set, base))));
      expect(results[3]).toEqual(results[0]);
      expect(worstDifference(results[0]!, results[1]!)).toBeGreaterThan(1e-3);
      const merged = await mergeAdapters({ base, adapters: both, cacheFolder });
      const expected = await predictOnce(small.config, merged.unet, goldenInputs(24));
      expect(worstDifference(results[2]!, expected)).toBeLessThan(SAME);
      expect(await unet.predict(goldenInputs(24))).toEqual(before);
      await unet.release();
    });
  });

  it('give inputs only to weights that some of them has changed, until too many ask for others', async () => {
    const keysOf = (pattern: RegExp) => [...small.targets.keys()].filter((key) => pattern.test(key));
    const factorsOf = (keys: readonly string[]) =>
      new Map(keys.map((key) => [key, ownFactors(key, small.shapes.get(key)!)] as const));
    const [queries, kernels] = [factorsOf(keysOf(/attn1\.to_q/)), factorsOf(keysOf(/conv1/))];
    const others = keysOf(/attn2|time_emb_proj/);
    await withParameters(small.shapes, async (weights) => {
      const opened: number[] = [];
      const build = (adaptable: Targets | null, sharing: Sharing) => {
        const options = { ...graphOptions(CPU), ...sharing, adaptable: adaptable ?? false };
        const graph = buildUNet(parseUNetConfig(small.config), weights, options);
        opened.push(graph.inputs.filter((name) => name.includes(':')).length);
        return graph;
      };
      const session = await openAdaptable(build, weights, { provider: 'cpu', open: openEach(CPU) });
      const { latents, conditions } = goldenInputs(24);
      const feeds = { sample: latents, timestep: { dims: [1], data: Float32Array.of(500) }, ...conditions };
      const noiseWith = async (loras: LoraFactors) => (await session.run(feeds, { loras })).noise!;
      const [first, second] = await Promise.all([noiseWith(queries), noiseWith(kernels)]);
      expect(opened).toEqual([0, 2 * queries.size, 2 * (queries.size + kernels.size)]);
      expect(await noiseWith(queries)).toEqual(first);
      expect(worstDifference(second, first)).toBeGreaterThan(1e-3);
      for (const key of others.slice(0, 4)) await noiseWith(factorsOf([key]));
      expect(opened).toHaveLength(5);
      expect(opened[4]).toBeGreaterThanOrEqual(2 * small.targets.size);
      expect(await noiseWith(queries)).toEqual(first);
      await session.release();
    });
  });

  it('of rank 0 change no bit', async () => {
    await withLoraFiles(small.shapes, [], async (base) => {
      const before = await predictOnce(small.config, base.unet, goldenInputs(24));
      const key = 'mid_block.resnets.0.conv1.weight';
      const [out, inputs] = small.shapes.get(key)!;
      const empty = (...dims: number[]) => ({ dims, data: new Float32Array() });
      const none = { down: empty(0, inputs!, 3, 3), up: empty(out!, 0, 1, 1) };
      const loras = { key: 'none', unet: new Map([[key, none]]), textEncoders: [] };
      expect(await predictOnce(small.config, base.unet, goldenInputs(24, loras))).toEqual(before);
    });
  });

  it('reach the text encoders that they name', async () => {
    const { config, ids } = golden.clip.g_gelu_proj!;
    const has = (key: string) => /^text_(model|projection)\./.test(key);
    const shapes = wantedWeights(
      (weights) => buildClipTextEncoder(parseClipConfig(config), weights, { dialect: cpuDialect, residency: 'mapped' }),
      has,
    );
    const targets = new Map([...shapes].filter(([key]) => /(q|k|v|out)_proj\.weight$|fc[12]\.weight$/.test(key)));
    const style = (module: string) => STYLES.kohya(module).map((key) => key.replace('lora_unet_', 'lora_te2_'));
    await withLoraFiles(
      shapes,
      [{ targets, style: style as unknown as LoraFile['style'], alpha: 2 }],
      async ({ unet: encoder }, [file], cacheFolder) => {
        const base = { unet: new Map(), textEncoders: [new Map(), encoder] };
        const loras = await loadRunTimeLoras([adapter(file!)], base);
        expect(loras!.textEncoders.map(({ size }) => size)).toEqual([0, targets.size]);
        const merged = await mergeAdapters({ base, adapters: [adapter(file!)], cacheFolder });
        const options = { skip: 1, states: 'hidden' } as const;
        const plain = await openTextEncoder(config, encoder, CPU);
        const other = await openTextEncoder(config, merged.textEncoders[1]!, CPU);
        const before = await plain.encode([ids], options);
        const result = await withLoras(plain, loras!.textEncoders[1]!).encode([ids], options);
        const expected = await other.encode([ids], options);
        expect(worstDifference(result.hidden, expected.hidden)).toBeLessThan(SAME);
        expect(worstDifference(result.pooled, expected.pooled)).toBeLessThan(SAME);
        expect(worstDifference(result.hidden, before.hidden)).toBeGreaterThan(1e-3);
        expect(await withLoras(plain, loras!.textEncoders[0]!).encode([ids], options)).toEqual(before);
        await plain.release();
        await other.release();
      },
    );
  });
});

describe('loadRunTimeLoras', () => {
  const key = 'mid_block.attentions.0.transformer_blocks.0.attn1.to_q.weight';
  const targets = new Map([[key, small.shapes.get(key)!]]);
  const files = [{ targets, style: STYLES.peft, alpha: 2 }];

  it('gives the same set for the same question, whatever the order, and none without strength', async () => {
    const two = [...files, { targets, style: STYLES.kohya, alpha: 2, seed: 'other' }];
    await withLoraFiles(small.shapes, two, async (base, [one, other]) => {
      const first = await loadRunTimeLoras([adapter(one!), adapter(other!, 0.5)], base);
      expect(await loadRunTimeLoras([adapter(other!, 0.5), adapter(one!)], base)).toBe(first);
      const stronger = await loadRunTimeLoras([adapter(one!), adapter(other!, 0.6)], base);
      expect(stronger!.key).not.toBe(first!.key);
      expect(await loadRunTimeLoras([adapter(one!, 0)], base)).toBeNull();
      expect(await loadRunTimeLoras([], base)).toBeNull();
    });
  });

  it('puts several side by side along the rank, with their strengths in B', async () => {
    await withLoraFiles(small.shapes, files, async (base, [file]) => {
      const loras = await loadRunTimeLoras([adapter(file!), { ...adapter(file!), weight: -3 }], base);
      const { down, up } = loras!.unet.get(key)!;
      const [out, inputs] = small.shapes.get(key)!;
      expect([down.dims, up.dims]).toEqual([
        [inputs, 8],
        [8, out],
      ]);
      const one = factors(key, small.shapes.get(key)!);
      // alpha / rank = 1/2.
      const expected = (column: number) =>
        [0.5, -1.5].flatMap((scale) => [0, 1, 2, 3].map((k) => scale * one.up.data[column * 4 + k]!));
      const actual = Array.from({ length: 8 }, (_, k) => up.data[k * out! + 5]!);
      expect(actual).toEqual(expected(5).map(Math.fround));
    });
  });

  it('refuses what has to be merged', async () => {
    await withLoraFiles(small.shapes, [], async (base, _paths, folder) => {
      const file = join(folder, 'full.safetensors');
      await writeConstants(file, { [`unet.${key.slice(0, -'.weight'.length)}.diff`]: small.shapes.get(key)! });
      await expect(loadRunTimeLoras([adapter(file)], base)).rejects.toThrow(
        /Cannot use adapter style \(.*full\.safetensors\) for one render: it is not made of low-rank factors alone/,
      );
    });
  });

  it('forgets a failure', async () => {
    await withLoraFiles(small.shapes, files, async (base, [file], folder) => {
      const missing = adapter(join(folder, 'none.safetensors'));
      await expect(loadRunTimeLoras([missing], base)).rejects.toMatchObject({ code: 'not-found' });
      expect((await loadRunTimeLoras([adapter(file!)], base))!.unet.size).toBe(1);
    });
  });
});
