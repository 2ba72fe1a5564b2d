import { rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readUpscaler } from '#renderer/engine/checkpoint/upscaler-file.ts';
import { upscalerWeights } from '#renderer/engine/checkpoint/upscaler-names.ts';
import {
  compactShapes,
  goldenUpscalers,
  oldShapes,
  rrdbShapes,
  type Shapes,
  withUpscalerFile,
  writeUpscaler,
} from '#test/renderer/engine/golden-upscalers.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

/** The sentence with which a file of these weights is refused. */
function refusal(shapes: Shapes): Promise<string> {
  return withFolder(async (folder) => {
    const file = join(folder, 'odd.safetensors');
    await writeUpscaler(file, shapes);
    return readUpscaler(file).then(
      () => 'it was taken',
      (thrown: Error) => thrown.message,
    );
  });
}

describe('upscalerWeights', () => {
  it('knows the names of the first ESRGAN, as their own list has them', () => {
    const old = new Map(Object.entries(goldenUpscalers.oldKeys).map(([key, name]) => [name, key]));
    for (const [name, key] of upscalerWeights(old)) expect(name).toBe(key);
    expect(old.size).toBe(72);
  });

  it('knows the names of BSRGAN', () => {
    const given = new Map(goldenUpscalers.bsrganKeys.map((key) => [key, key]));
    const names = new Set(upscalerWeights(given).keys());
    const wanted = [...rrdbShapes(8, 0).keys()].filter((key) => !key.startsWith('body.'));
    expect(wanted.filter((key) => !names.has(key))).toEqual([]);
  });

  it('takes averaged weights where both are there', () => {
    const given = new Map([
      ['params.conv_first.weight', 'last'],
      ['params_ema.module.conv_first.weight', 'averaged'],
    ]);
    expect([...upscalerWeights(given)]).toEqual([['conv_first.weight', 'averaged']]);
  });
});

describe('readUpscaler', () => {
  it.each([
    ['x4_23', rrdbShapes(64, 23), { kind: 'rrdb', features: 64, growth: 32, blocks: 23, doublings: 2, shuffle: 1 }, 4],
    ['x2plus_23', rrdbShapes(64, 23, { inputs: 12 }), { kind: 'rrdb', blocks: 23, doublings: 2, shuffle: 2 }, 2],
    ['anime_6B', rrdbShapes(64, 6), { kind: 'rrdb', blocks: 6, doublings: 2, shuffle: 1 }, 4],
    ['x8_23', oldShapes(rrdbShapes(64, 23, { doublings: 3 })), { kind: 'rrdb', doublings: 3, shuffle: 1 }, 8],
    ['general_x4v3', compactShapes(64, 32, 4), { kind: 'compact', features: 64, layers: 32, scale: 4 }, 4],
    ['animevideov3', compactShapes(64, 16, 4), { kind: 'compact', features: 64, layers: 16, scale: 4 }, 4],
  ])('finds from keys and shapes what is published as %s', async (name, shapes, network, scale) => {
    const { n_keys: keys, n_params: numbers } = goldenUpscalers.counts[name]!;
    expect(shapes.size).toBe(keys);
    const count = (shape: readonly number[]) => shape.reduce((all, side) => all * side, 1);
    expect([...shapes.values()].reduce((sum, shape) => sum + count(shape), 0)).toBe(numbers);
    await withSparse(shapes, async (file) => {
      const found = await readUpscaler(file);
      expect(found.network).toMatchObject(network);
      expect([found.scale, found.weights.size]).toEqual([scale, keys]);
    });
  });

  it('reads all of a file under params_ema', async () => {
    await withUpscalerFile(
      rrdbShapes(8, 1),
      async ({ network }) => expect(network).toMatchObject({ kind: 'rrdb', blocks: 1 }),
      'params_ema.',
    );
  });

  it('refuses what is no upscaler, a part that is missing, of another shape or too much, each by its key', async () => {
    const shapes = rrdbShapes(8, 1);
    const without = (key: string) => new Map([...shapes].filter(([other]) => other !== key));
    expect(await refusal(new Map([['decoder.conv_in.weight', [4, 4, 3, 3]]]))).toBe(
      'Cannot load upscaler odd.safetensors: it must be ESRGAN, Real-ESRGAN or a compact network of Real-ESRGAN, ' +
        'given a file whose first key is "decoder.conv_in.weight"',
    );
    expect(await refusal(without('conv_hr.bias'))).toMatch(/odd\.safetensors: weight conv_hr\.bias is missing/);
    expect(await refusal(new Map([...shapes, ['conv_hr.bias', [9]]]))).toMatch(/conv_hr\.bias must be 8, given 9/);
    expect(await refusal(new Map([...shapes, ['gan.weight', [9]]]))).toMatch(/"gan\.weight" has no place/);
    expect(await refusal(rrdbShapes(8, 1, { doublings: 4 }))).toMatch(/1 to 8 times larger, given 16/);
    expect(await refusal(rrdbShapes(8, 1, { inputs: 4 }))).toMatch(/1 to 8 times larger, given 3\.464/);
  });

  it('refuses a file that is not there, and one that is no weights', async () => {
    await withFolder(async (folder) => {
      await expect(readUpscaler(join(folder, 'none.pth'))).rejects.toThrow(/no such file/);
      const file = join(folder, 'text.pth');
      await writeFile(file, 'hello');
      await expect(readUpscaler(file)).rejects.toThrow(/text\.pth/);
      await rm(file);
    });
  });
});

/** A file of these weights whose numbers are a hole: what is asked is in its header. */
function withSparse(shapes: Shapes, use: (file: string) => Promise<void>): Promise<void> {
  return withFolder(async (folder) => {
    const file = join(folder, 'published.safetensors');
    let at = 0;
    const entries = [...shapes].map(([key, shape]) => {
      const from = at;
      at += shape.reduce((all, side) => all * side, 4);
      return [key, { dtype: 'F32', shape, data_offsets: [from, at] }] as const;
    });
    const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    await writeFile(file, Buffer.concat([length, header]));
    await truncate(file, 8 + header.length + at);
    await use(file);
  });
}
