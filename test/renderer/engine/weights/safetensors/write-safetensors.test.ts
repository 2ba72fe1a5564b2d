import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floatToBfloat, floatToHalf } from '#renderer/engine/weights/half.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { type WeightSource, writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

const values = Float32Array.of(0, 1, -2.5, 0.125, 1024, -3);
const shape = [2, 3];

function source(key: string, dtype: WeightSource['dtype'], array: { readonly buffer: ArrayBufferLike }): WeightSource {
  return { key, dtype, shape, bytes: () => new Uint8Array(array.buffer) };
}

describe('writeSafetensors', () => {
  it('writes what readTensor reads as the same numbers, in every format that holds them', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'w.safetensors');
      await writeSafetensors(file, [
        source('f64', 'F64', Float64Array.from(values)),
        source('i64', 'I64', BigInt64Array.of(0n, 1n, -2n, 3n, 1024n, -3n)),
        source('f32', 'F32', values.slice()),
        source('i32', 'I32', Int32Array.of(0, 1, -2, 3, 1024, -3)),
        source('f16', 'F16', floatToHalf(values)),
        source('bf16', 'BF16', floatToBfloat(values)),
        source('u8', 'U8', Uint8Array.of(0, 1, 2, 3, 4, 255)),
      ]);
      const weights = await readSafetensors(file);
      for (const key of ['f64', 'f32', 'f16', 'bf16']) {
        expect(await readTensor(weights.get(key)!)).toEqual({ dims: shape, data: values });
      }
      expect((await readTensor(weights.get('i64')!)).data).toEqual(Float32Array.of(0, 1, -2, 3, 1024, -3));
      expect((await readTensor(weights.get('i32')!)).data).toEqual(Float32Array.of(0, 1, -2, 3, 1024, -3));
      expect((await readTensor(weights.get('u8')!)).data).toEqual(Float32Array.of(0, 1, 2, 3, 4, 255));
    }));

  it('gives back any keys and shapes', async () => {
    const weight = fc.record({ key: fc.string({ minLength: 1 }), shape: fc.array(fc.nat(4), { maxLength: 3 }) });
    const weights = fc.uniqueArray(weight, { selector: ({ key }) => key, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(weights, (list) =>
        withFolder(async (folder) => {
          const file = join(folder, 'w.safetensors');
          const named = list.filter(({ key }) => key !== '__metadata__');
          const count = (dims: number[]) => dims.reduce((product, n) => product * n, 1);
          const sources = named.map((one) => ({
            ...one,
            dtype: 'U8' as const,
            bytes: () => new Uint8Array(count(one.shape)),
          }));
          await writeSafetensors(file, sources, { metadata: { of: 'a test' } });
          const read = await readSafetensors(file);
          expect(new Map([...read].map(([key, entry]) => [key, entry.shape]))).toEqual(
            new Map(named.map((one) => [one.key, one.shape])),
          );
        }),
      ),
      { numRuns: 50 },
    );
  });

  it('starts the data at a multiple of eight bytes', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'w.safetensors');
      await writeSafetensors(file, [source('f32', 'F32', values.slice())], { metadata: { note: 'odd' } });
      const weights = await readSafetensors(file);
      expect(weights.get('f32')!.offset % 8).toBe(0);
    }));

  it('leaves the old file alone, and nothing beside it, when a weight fails', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'w.safetensors');
      await writeFile(file, 'old');
      const broken = { ...source('b', 'F32', values.slice()), bytes: () => Promise.reject(new Error('lost')) };
      await expect(writeSafetensors(file, [source('a', 'F32', values.slice()), broken])).rejects.toThrow(
        'Cannot write',
      );
      expect(await readdir(folder)).toEqual(['w.safetensors']);
      expect(await readFile(file, 'utf8')).toBe('old');
    }));

  it('stops between weights when it is aborted', () =>
    withFolder(async (folder) => {
      const stop = new AbortController();
      const last = { ...source('b', 'F32', values.slice()), bytes: () => expect.unreachable('asked after the abort') };
      const first = source('a', 'F32', values.slice());
      const aborting = {
        ...first,
        bytes: () => {
          stop.abort();
          return first.bytes();
        },
      };
      const writing = writeSafetensors(join(folder, 'w.safetensors'), [aborting, last], { signal: stop.signal });
      await expect(writing).rejects.toMatchObject({ name: 'AbortError' });
      expect(await readdir(folder)).toEqual([]);
    }));

  it('refuses bytes that do not fit the shape, and a key given twice', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'w.safetensors');
      const short = { ...source('a', 'F32', values.slice()), bytes: () => new Uint8Array(20) };
      await expect(writeSafetensors(file, [short])).rejects.toThrow('needs 24 bytes, given 20');
      const twice = source('a', 'F32', values.slice());
      await expect(writeSafetensors(file, [twice, twice])).rejects.toThrow('"a" is given twice');
      expect(await readdir(folder)).toEqual([]);
    }));

  it('says which folder cannot be written', async () => {
    const writing = writeSafetensors('/nowhere/merged/w.safetensors', []);
    await expect(writing).rejects.toThrow('Cannot write weights merged/w.safetensors: the folder cannot be written');
  });
});
