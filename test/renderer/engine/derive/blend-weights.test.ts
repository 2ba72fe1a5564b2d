import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blendWeights } from '#renderer/engine/derive/blend-weights.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

describe('blendWeights', () => {
  it('gives the weighted sum, once', async () => {
    await withFolder(async (folder) => {
      const write = async (name: string, numbers: readonly number[]) => {
        const file = join(folder, name);
        const bytes = () => new Uint8Array(Float32Array.from(numbers).buffer);
        await writeSafetensors(file, [{ key: 'body.0.bias', dtype: 'F32', shape: [numbers.length], bytes }]);
        return readSafetensors(file);
      };
      const [first, other] = [await write('a.safetensors', [1, 2, -4]), await write('b.safetensors', [3, 2, 4])];
      const options = { other, share: 0.25, cacheFolder: join(folder, 'cache') };
      const blended = await blendWeights(first, options);
      expect([...(await readTensor(blended.get('body.0.bias')!)).data]).toEqual([1.5, 2, -2]);
      await blendWeights(first, options);
      expect(await readdir(join(folder, 'cache', 'blended'))).toHaveLength(1);
      await blendWeights(first, { ...options, share: 0.5 });
      expect(await readdir(join(folder, 'cache', 'blended'))).toHaveLength(2);
    });
  });
});
