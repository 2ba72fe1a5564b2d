import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BaseWeights } from '#renderer/engine/adapters/adapter-names.ts';
import { isRunTime, readAdapter } from '#renderer/engine/adapters/adapters.ts';
import { mergeAdapters } from '#renderer/engine/derive/merge-adapters.ts';
import { elements, type Tensor } from '#renderer/engine/tensor.ts';
import { floatToBfloat, floatToHalf } from '#renderer/engine/weights/half.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { type WeightSource, writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { source } from '#test/renderer/engine/adapters/adapter-styles.ts';
import { expectGolden, type GoldenTensor, uniform } from '#test/renderer/engine/graph/golden.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';
import { floats, torchZip, writeTorch } from '#test/renderer/engine/weights/torch/torch-writer.ts';

interface Case {
  readonly shape: readonly number[];
  readonly alpha: number;
  readonly strength: number;
  readonly tensors: Readonly<Record<string, readonly number[]>>;
  readonly out: GoldenTensor;
}

/** What LyCORIS makes of hashed weights and factors; test/golden/README.md says how it was recorded. */
const { cases }: { cases: Readonly<Record<string, Case>> } = JSON.parse(
  readFileSync(new URL('../../../golden/adapters.json', import.meta.url), 'utf8'),
);

const MODULE = 'mid_block.attentions.0.proj_in';
const FLAT = `lora_unet_${MODULE.replaceAll('.', '_')}`;

function hashed(name: string, shape: readonly number[], centre = 0): Tensor {
  return { dims: shape, data: Float32Array.from(uniform(name, elements(shape)), (u) => centre + 0.5 * (2 * u - 1)) };
}

function stored(key: string, { dims, data }: Tensor, dtype: 'F32' | 'F16' | 'BF16' = 'F32'): WeightSource {
  const values = dtype === 'F32' ? data : dtype === 'F16' ? floatToHalf(data) : floatToBfloat(data);
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { key, dtype, shape: dims, bytes: () => bytes };
}

/** A model of one weight (and a bias and a norm beside it), and an adapter file for it. */
async function withAdapter<T>(
  { model, adapter }: { model: readonly WeightSource[]; adapter: readonly WeightSource[] },
  use: (base: BaseWeights, file: string, cacheFolder: string) => Promise<T>,
): Promise<T> {
  return withFolder(async (folder) => {
    await writeSafetensors(join(folder, 'model.safetensors'), model);
    await writeSafetensors(join(folder, 'adapter.safetensors'), adapter);
    const unet = await readSafetensors(join(folder, 'model.safetensors'));
    return use({ unet, textEncoders: [] }, join(folder, 'adapter.safetensors'), join(folder, 'merged'));
  });
}

function filesOf(name: string, { shape, alpha, tensors }: Case, dtype: 'F32' | 'F16' | 'BF16' = 'F32') {
  const factors = Object.entries(tensors).map(([tensor, dims]) => {
    const values = hashed(`adapter:${name}:${tensor}`, dims, tensor === 'dora_scale' ? 1 : 0);
    return stored(`${FLAT}.${tensor}`, values);
  });
  return {
    model: [stored(`${MODULE}.weight`, hashed(`adapter:${name}:weight`, shape), dtype)],
    adapter: [...factors, source(`${FLAT}.alpha`, [], Float32Array.of(alpha))],
  };
}

async function mergedWeight(
  files: Parameters<typeof withAdapter>[0],
  { strength, key = `${MODULE}.weight` }: { strength: number; key?: string },
): Promise<Tensor> {
  return withAdapter(files, async (base, file, cacheFolder) => {
    const adapters = [{ name: 'one', file, weight: strength }];
    const { unet } = await mergeAdapters({ base, adapters, cacheFolder });
    return readTensor(unet.get(key)!);
  });
}

describe('kinds of adapters', () => {
  it.each(Object.entries(cases))('%s gives the weight of LyCORIS', async (name, one) => {
    expectGolden(await mergedWeight(filesOf(name, one), one), one.out, 1e-6);
  });

  it.each([
    ['F16', 2 ** -11],
    ['BF16', 2 ** -8],
  ] as const)('merges into %s, rounding once', async (dtype, half) => {
    const one = cases.loha_conv!;
    const { data } = await mergedWeight(filesOf('loha_conv', one, dtype), one);
    const worst = Math.max(...one.out.idx.map((at, i) => Math.abs(data[at]! - one.out.val[i]!)));
    expect(worst).toBeLessThan(2 * half);
    expect(worst).toBeGreaterThan(0);
  });

  it('keeps weights of 8 bits as F16 once they are changed', async () => {
    const bytes = Uint8Array.from({ length: 4 }, (_, i) => 0x38 + i);
    const model = [{ key: `${MODULE}.weight`, dtype: 'F8_E4M3' as const, shape: [2, 2], bytes: () => bytes }];
    const adapter = [source(`${FLAT}.diff`, [2, 2], Float32Array.of(0.25, 0.5, 0.75, 1))];
    await withAdapter({ model, adapter }, async (base, file, cacheFolder) => {
      const adapters = [{ name: 'one', file, weight: 1 }];
      const entry = (await mergeAdapters({ base, adapters, cacheFolder })).unet.get(`${MODULE}.weight`)!;
      expect(entry.dtype).toBe('F16');
      expect([...(await readTensor(entry)).data]).toEqual([1.25, 1.625, 2, 2.375]);
    });
  });

  it('adds full differences to weights, biases and norms', async () => {
    const model = [
      stored(`${MODULE}.weight`, hashed('w', [4, 3])),
      stored(`${MODULE}.bias`, hashed('b', [4])),
      stored('conv_norm_out.weight', hashed('n', [4])),
      stored('conv_norm_out.bias', hashed('m', [4])),
    ];
    const adapter = [
      stored(`${FLAT}.diff`, hashed('dw', [4, 3])),
      stored(`${FLAT}.diff_b`, hashed('db', [4])),
      stored('lora_unet_conv_norm_out.w_norm', hashed('dn', [4])),
      stored('lora_unet_conv_norm_out.b_norm', hashed('dm', [4])),
    ];
    const pairs = [
      [`${MODULE}.weight`, 'w', 'dw'],
      [`${MODULE}.bias`, 'b', 'db'],
      ['conv_norm_out.weight', 'n', 'dn'],
      ['conv_norm_out.bias', 'm', 'dm'],
    ] as const;
    for (const [key, weight, change] of pairs) {
      const merged = await mergedWeight({ model, adapter }, { strength: -2, key });
      const [before, by] = [hashed(weight, merged.dims), hashed(change, merged.dims)];
      expect(merged.data).toEqual(before.data.map((value, i) => value - 2 * by.data[i]!));
    }
  });

  it('puts the strength of a DoRA inside its norm, as peft and diffusers do', async () => {
    const one = cases.dora_linear_out!;
    const file = 'adapter:dora_linear_out';
    const tensor = (name: string) => hashed(`${file}:${name}`, one.tensors[name]!, name === 'dora_scale' ? 1 : 0).data;
    const [down, up, norms] = [tensor('lora_down.weight'), tensor('lora_up.weight'), tensor('dora_scale')];
    const [rows, columns] = one.shape as [number, number];
    const rank = one.tensors['lora_down.weight']![0]!;
    const before = hashed(`${file}:weight`, one.shape).data;
    for (const strength of [0.5, -0.3]) {
      const scale = (strength * one.alpha) / rank;
      const changed = (row: number) =>
        Array.from({ length: columns }, (_, column) => {
          let sum = 0;
          for (let k = 0; k < rank; k++) sum += up[row * rank + k]! * down[k * columns + column]!;
          return before[row * columns + column]! + scale * sum;
        });
      const expected = Array.from({ length: rows }, (_, row) => {
        const values = changed(row);
        return values.map((value) => (norms[row]! * value) / Math.hypot(...values));
      }).flat();
      const { data } = await mergedWeight(filesOf('dora_linear_out', one), { strength });
      const worst = data.reduce((top, value, i) => Math.max(top, Math.abs(value - expected[i]!)), 0);
      expect(worst).toBeLessThan(1e-5);
    }
  });

  it('reads the magnitudes of peft as one norm per output', async () => {
    const one = cases.dora_linear_out!;
    const { model, adapter } = filesOf('dora_linear_out', one);
    const scale = one.alpha / one.tensors['lora_down.weight']![0]!;
    const renamed = adapter
      .filter(({ key }) => !key.endsWith('.alpha'))
      .map((weight) => {
        const [, tensor] = /\.(.+)$/.exec(weight.key)!;
        if (tensor === 'dora_scale') return { ...weight, key: `unet.${MODULE}.lora_magnitude_vector`, shape: [12] };
        return { ...weight, key: `unet.${MODULE}.lora_${tensor === 'lora_down.weight' ? 'A' : 'B'}.weight` };
      });
    const up = hashed('adapter:dora_linear_out:lora_up.weight', one.tensors['lora_up.weight']!);
    const scaled = stored(`unet.${MODULE}.lora_B.weight`, { dims: up.dims, data: up.data.map((v) => v * scale) });
    const files = { model, adapter: renamed.map((weight) => (weight.key === scaled.key ? scaled : weight)) };
    expectGolden(await mergedWeight(files, { strength: 1 }), one.out, 1e-6);
  });

  it('reads a LoRA that torch has saved', async () => {
    const model = [stored(`${MODULE}.weight`, hashed('w', [2, 3]))];
    await withAdapter({ model, adapter: [] }, async (base, file, cacheFolder) => {
      const tensor = (shape: readonly number[], ...values: number[]) =>
        ({ dtype: 'F32', shape, bytes: floats(...values) }) as const;
      const tensors = new Map([
        [`unet.${MODULE}.lora.down.weight`, tensor([1, 3], 1, 2, 4)],
        [`unet.${MODULE}.lora.up.weight`, tensor([2, 1], 0.5, -1)],
      ]);
      const torch = writeTorch(file.replace('.safetensors', '.bin'), torchZip(tensors));
      const merged = await mergeAdapters({ base, adapters: [{ name: 'one', file: torch, weight: 2 }], cacheFolder });
      const { data } = await readTensor(merged.unet.get(`${MODULE}.weight`)!);
      const before = hashed('w', [2, 3]).data;
      expect(data).toEqual(before.map((value, i) => value + [1, 2, 4, -2, -4, -8][i]!));
    });
  });

  it.each([
    ['locon_conv', true],
    ['locon_conv_cp', true],
    ['loha_conv', false],
    ['lokr_conv', false],
    ['dora_conv_out', false],
  ])('can or cannot be added at run time: %s', async (name, expected) => {
    await withAdapter(filesOf(name, cases[name]!), async (base, file) => {
      expect(isRunTime(await readAdapter({ name, file, weight: 1 }, base))).toBe(expected);
    });
  });
});
