import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { factorDims } from '#renderer/engine/derive/lora-factors-graph.ts';
import { isNarrowed, narrowLinears } from '#renderer/engine/derive/narrow-weights.ts';
import { cudaDialect } from '#renderer/engine/graph/dialects/dialect-cuda.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import type { LowRankFactors } from '#renderer/engine/networks/network.ts';
import { openUNet } from '#renderer/engine/networks/open-unet.ts';
import { scale, type Tensor } from '#renderer/engine/tensor.ts';
import { type NarrowFormat, narrowNames } from '#renderer/engine/weights/derived-names.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { ON_CPU, runNet, unetNets } from '#test/golden/check/networks.ts';
import { createRecipe } from '#test/golden/check/recipe.ts';
import { golden, input, parameter, withParameters, worstDifference } from '#test/renderer/engine/graph/golden.ts';
import { readModel } from '#test/renderer/engine/graph/ir/read-model.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

const config = golden.unet.sd15_layers1!.config;
const shapes = wantedWeights((weights) =>
  buildUNet(parseUNetConfig(config), weights, { dialect: cudaDialect, residency: 'prepacked' }),
);

/** Writes one matrix of these rows and gives what is kept of it. */
async function narrowed(rows: readonly (readonly number[])[], format: NarrowFormat = 'fp8') {
  return withFolder(async (folder) => {
    const key = 'a.attn1.to_q.weight';
    const file = join(folder, 'weights.safetensors');
    const numbers = Float32Array.from(rows.flat());
    const shape = [rows.length, rows[0]!.length];
    await writeSafetensors(file, [{ key, dtype: 'F32', shape, bytes: () => new Uint8Array(numbers.buffer) }]);
    const all = await narrowLinears(await readSafetensors(file), { format, cacheFolder: folder });
    const names = narrowNames(key, format);
    const [weight, scale] = [all.get(names.weight)!, all.get(names.scale)!];
    expect([weight.dtype, weight.shape]).toEqual([format === 'fp8' ? 'F8_E4M3' : 'I8', shape]);
    expect(scale.shape).toEqual([rows.length]);
    const [narrow, scales] = [(await readTensor(weight)).data, (await readTensor(scale)).data];
    return { scales, wide: narrow.map((value, at) => value * scales[Math.floor(at / shape[1]!)]!) };
  });
}

const relative = (actual: readonly number[] | Float32Array, exact: readonly number[]) =>
  Math.max(...exact.map((value, at) => (value === 0 ? 0 : Math.abs(actual[at]! - value) / Math.abs(value))));

describe('narrowLinears', () => {
  it('is off each weight by a sixteenth of itself at most, whatever the size of its row', async () => {
    const wave = Array.from({ length: 64 }, (_, at) => Math.sin(at * 12.9898));
    for (const size of [1e-4, 0.02, 1, 300, 448, 449, 5e4]) {
      const row = wave.map((value) => value * size);
      const { wide, scales } = await narrowed([row]);
      expect(Number.isInteger(Math.log2(scales[0]!)), `${size}`).toBe(true);
      expect(relative(wide, row), `${size}`).toBeLessThanOrEqual(1 / 16);
    }
  });

  it('keeps what it can hold, and rows apart', async () => {
    const exact = [
      [1.75, -0.5, 0.001953125, 448],
      [0, 0, 0, 0],
      [3.5e-4, -3.5e-4, 0, 1.75e-4],
    ];
    const { wide } = await narrowed(exact);
    expect([...wide.slice(0, 8)]).toEqual(exact.slice(0, 2).flat());
    expect(relative(wide.slice(8), exact[2]!)).toBeLessThanOrEqual(1 / 16);
  });

  it('is off by half of a scale at most as integers, whatever the size of a row', async () => {
    const wave = Array.from({ length: 64 }, (_, at) => Math.sin(at * 12.9898));
    for (const size of [1e-3, 0.02, 1, 300]) {
      const row = wave.map((value) => value * size);
      const { wide, scales } = await narrowed([row, row.map(() => 0)], 'int8');
      const errors = row.map((value, at) => Math.abs(wide[at]! - value) / scales[0]!);
      // Half precision has the scale itself a little off.
      expect(Math.max(...errors), `${size}`).toBeLessThan(0.6);
      expect(scales[0]! / (Math.max(...row.map(Math.abs)) / 127), `${size}`).toBeCloseTo(1, 1);
      expect([...wide.slice(64)]).toEqual(row.map(() => 0));
    }
  });

  it('covers every matrix of the transformers and nothing else', async () => {
    await withParameters(shapes, (weights) =>
      withFolder(async (cacheFolder) => {
        const all = await narrowLinears(weights, { format: 'fp8', cacheFolder });
        const made = [...all.keys()].filter((key) => key.endsWith(':fp8'));
        const wanted = [...weights].filter(([key, { shape }]) => shape.length === 2 && /transformer_blocks/.test(key));
        expect(made.sort()).toEqual(wanted.map(([key]) => `${key}:fp8`).sort());
        expect([...weights].filter((one) => isNarrowed(...one))).toHaveLength(wanted.length);
      }),
    );
  });

  it('makes no file for matrices that are stored in that format, and takes them as they are', async () => {
    const bytes = (key: string, shape: readonly number[]) =>
      // Every byte but those that are no number.
      Uint8Array.from(parameter(key, shape), (value, at) => (at % 2) * 128 + Math.min(126, Math.abs(value * 100)));
    await withFolder(async (folder) => {
      const file = join(folder, 'weights.safetensors');
      const cacheFolder = join(folder, 'made');
      const sources = [...shapes].map(([key, shape]) =>
        isNarrowed(key, { shape })
          ? { key, dtype: 'F8_E4M3' as const, shape, bytes: () => bytes(key, shape) }
          : { key, dtype: 'F32' as const, shape, bytes: () => new Uint8Array(parameter(key, shape).buffer) },
      );
      await writeSafetensors(file, sources);
      const weights = await readSafetensors(file);
      const all = await narrowLinears(weights, { format: 'fp8', cacheFolder });
      await expect(readdir(cacheFolder)).rejects.toThrow('ENOENT');
      const key = [...weights.keys()].find((one) => one.endsWith('to_q.weight'))!;
      expect(all.get(`${key}:fp8`)).toBe(weights.get(key));
      const [exact, same] = [await answer(weights), await answer(all)];
      expect([...same.data]).toEqual([...exact.data]);
    });
  });

  it('stops when it is told to, and leaves nothing behind', async () => {
    await withParameters(shapes, (weights) =>
      withFolder(async (cacheFolder) => {
        const signal = AbortSignal.abort(new Error('stop'));
        await expect(narrowLinears(weights, { format: 'fp8', cacheFolder, signal })).rejects.toThrow('stop');
        expect(await readdir(cacheFolder)).toEqual([]);
      }),
    );
  });
});

const recipe = createRecipe('');
const [net] = unetNets('sd15_layers1', golden.unet.sd15_layers1!, recipe);

/** The golden network's answer over other weights. */
function answer(weights: WeightMap) {
  return runNet(net!, recipe, () => weights);
}

describe('a UNet over 8 bits', () => {
  // Of random weights; `npm run bench -- error:networks` has the others.
  it.each([
    ['fp8', 0.15],
    ['int8', 0.05],
  ] as const)('gives nearly the numbers of the exact one: %s', (format, bound) =>
    withFolder(async (cacheFolder) => {
      const output = await runNet(net!, recipe, (weights) => narrowLinears(weights, { format, cacheFolder }));
      const error = worstDifference(output, net!.expected) / net!.expected.absmean;
      expect(error).toBeGreaterThan(0);
      expect(error).toBeLessThan(bound);
    }),
  );

  it('is opened with them where another graph multiplies the prompt, and takes LoRAs beside them', () =>
    withParameters(shapes, (weights) =>
      withFolder(async (cacheFolder) => {
        const unet = new Map([...weights].filter(([key]) => isNarrowed(key, weights.get(key)!)).map(someFactors));
        const answers = async (all: WeightMap) => {
          const one = await openUNet(config, all, ON_CPU);
          const { sample, timestep: _, ...conditions } = net!.feeds as Record<string, Tensor>;
          const [run] = golden.unet.sd15_layers1!.runs;
          const timesteps = Array.from({ length: run!.batch }, () => run!.t);
          const inputs = { latents: sample!, timesteps, conditions };
          const found = [
            await one.predict({ ...inputs, loras: null }),
            await one.predict({ ...inputs, loras: { key: 'some', unet, textEncoders: [] } }),
          ];
          await one.release();
          return found.map(({ data }) => data);
        };
        const [exact, lora] = await answers(weights);
        const [plain, beside] = await answers(await narrowLinears(weights, { format: 'int8', cacheFolder }));
        expect(apart(plain!, exact!)).toBeGreaterThan(1e-3);
        expect(apart(plain!, exact!)).toBeLessThan(0.02);
        expect(apart(lora!, exact!)).toBeGreaterThan(0.05);
        expect(apart(beside!, lora!)).toBeLessThan(0.02);
      }),
    ));

  it('has every matrix widened as it is used, so that nothing but bytes stays on a card', async () => {
    await withParameters(shapes, (weights) =>
      withFolder(async (cacheFolder) => {
        const all = await narrowLinears(weights, { format: 'fp8', cacheFolder });
        const options = { dialect: cudaDialect, residency: 'prepacked', precision: 'float16' } as const;
        const graph = buildUNet(parseUNetConfig(config), all, options);
        const model = readModel(graph);
        const widening = model.node.filter(({ opType }) => opType === 'DequantizeLinear');
        const matrices = [...weights].filter((one) => isNarrowed(...one));
        expect(new Set(widening.map(({ input: [x] }) => x!.replace(/\[.*/, '')))).toEqual(
          new Set(matrices.map(([key]) => `${key}:fp8`)),
        );
        // What is an input too is no constant, which ONNX Runtime would widen once and for all.
        const large = model.initializer.filter(({ dataType, dims }) => dataType === 17 && dims[0]! * dims[1]! > 16_384);
        const inputs = new Set(model.input.map((one) => one.name));
        expect(large.every(({ name }) => inputs.has(name))).toBe(true);
        expect(graph.inputs).not.toContain(large[0]?.name);
      }),
    );
  });
});

/** Of rank 2, small beside the weight. */
function someFactors([key, { shape }]: readonly [string, WeightEntry]): [string, LowRankFactors] {
  const dims = factorDims(shape, 2);
  const waves = (sizes: readonly number[]) => input(`${key} ${sizes}`, sizes);
  return [key, { down: scale(0.1, waves(dims.down)), up: scale(0.1, waves(dims.up)) }];
}

/** Of the second's rms. */
function apart(a: Float32Array, b: Float32Array): number {
  const rms = (values: Float32Array) => Math.hypot(...values) / Math.sqrt(values.length);
  return rms(a.map((value, at) => value - b[at]!)) / rms(b);
}
