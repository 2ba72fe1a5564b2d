import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ImageAdapterFile, readImageAdapter } from '#renderer/engine/checkpoint/image-adapter-file.ts';
import { openImageAdapter } from '#renderer/engine/networks/open-image-adapter.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { storedGolden } from '#test/golden/check/check-case.ts';
import { writeGoldenAdapter } from '#test/golden/check/image-prompts/golden-adapters.ts';
import { ON_CPU } from '#test/golden/check/networks.ts';

const folder = scratchFolder();
const file = storedGolden('control');

type Kind = 'base' | 'plus' | 'full';

/** The name of its authors; a part of a tensor with the row that it begins with, and how many it has. */
type Origin = string | readonly [key: string, row: number, rows: number];

/** diffusers' names of each kind in a UNet that it is loaded into; see README.md §4j there. */
const NAMES: Readonly<Record<Kind, Readonly<Record<string, Origin>>>> = JSON.parse(
  readFileSync(new URL('../../../golden/image-adapter-names.json', import.meta.url), 'utf8'),
);

/** The same numbers in a file as diffusers saves a UNet that has the adapter in it, beside weights of others. */
async function savedByDiffusers(original: string, kind: Kind, others: readonly string[]): Promise<string> {
  const weights = await readSafetensors(original);
  const sources = [];
  for (const [key, origin] of Object.entries(NAMES[kind])) {
    const [name, row, rows] = typeof origin === 'string' ? [origin, 0, undefined] : origin;
    const { dims, data } = await readTensor(weights.get(name)!);
    const [all = 1, ...rest] = dims;
    const width = data.length / all;
    const part = data.slice(row * width, rows === undefined ? undefined : (row + rows) * width);
    sources.push({
      key,
      dtype: 'F32' as const,
      shape: [rows ?? all, ...rest],
      bytes: () => new Uint8Array(part.buffer),
    });
  }
  const beside = others.map((key) => ({ key, dtype: 'F32' as const, shape: [4], bytes: () => new Uint8Array(16) }));
  const path = join(folder, `${kind}-saved.safetensors`);
  await writeSafetensors(path, [...beside, ...sources]);
  return path;
}

async function products({ config, weights }: ImageAdapterFile) {
  const adapter = await openImageAdapter(config, weights, ON_CPU);
  const tokens = config.projection.kind === 'base' ? 1 : 17;
  const found = await adapter.productsOf(file.recipe.input('in:cliph', [1, tokens, config.projection.inputs]));
  await adapter.release();
  return found;
}

/** Of the mean of |x|. */
function furthestApart(a: Tensor, b: Tensor): number {
  const mean = b.data.reduce((sum, value) => sum + Math.abs(value), 0) / b.data.length;
  return a.data.reduce((most, value, i) => Math.max(most, Math.abs(value - b.data[i]!)), 0) / mean;
}

describe("an IP-Adapter by diffusers' names in a UNet", () => {
  it.each(['base', 'plus', 'full'] as const)('is that of its authors: %s', async (kind) => {
    const path = await writeGoldenAdapter(folder, `sd15_${kind}`, { file });
    const original = await readImageAdapter(path);
    const saved = await readImageAdapter(await savedByDiffusers(path, kind, ['conv_in.bias']));
    expect(saved.config).toEqual(original.config);
    const [own, wanted] = [await products(saved), await products(original)];
    expect([...own.keys()]).toEqual([...wanted.keys()]);
    expect(wanted.size).toBe(16);
    for (const [number, { keys, values }] of wanted) {
      expect(furthestApart(own.get(number)!.keys, keys)).toBeLessThan(1e-5);
      expect(furthestApart(own.get(number)!.values, values)).toBeLessThan(1e-5);
    }
  });

  it('is refused where there are two of them, by the key of the second', async () => {
    const path = await writeGoldenAdapter(folder, 'sd15_base', { file });
    const second = 'encoder_hid_proj.image_projection_layers.1.norm.bias';
    const both = await readImageAdapter(await savedByDiffusers(path, 'base', [second]));
    await expect(products(both)).rejects.toThrow(`weight ${second} has no place in it`);
  });
});
