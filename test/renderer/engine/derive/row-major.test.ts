import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inRowOrder } from '#renderer/engine/derive/row-major.ts';
import { describeWeight } from '#renderer/engine/graph/ir/initializer.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import { readWeights } from '#renderer/engine/weights/read-weights.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { floats, torchZip, writeTorch } from '#test/renderer/engine/weights/torch/torch-writer.ts';

const scratch = scratchFolder();

it('tensors that lie as channels_last are written in rows once, and the others stay where they are', async () => {
  // (2, 3, 1, 2) with its channels last: as torch keeps it after .to(memory_format=torch.channels_last).
  const kernel = {
    dtype: 'F32',
    shape: [2, 3, 1, 2],
    strides: [6, 1, 6, 3],
    bytes: floats(...Array(12).keys()),
  } as const;
  const plain = { dtype: 'F32', shape: [2], bytes: floats(5, 6) } as const;
  const one = { dtype: 'F32', shape: [2, 3, 1, 1], strides: [3, 1, 3, 3], bytes: floats(...Array(6).keys()) } as const;
  const file = writeTorch(join(scratch, 'last.ckpt'), torchZip(new Map(Object.entries({ kernel, plain, one }))));
  const weights = await readWeights(file);
  const rows = [0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11];
  expect([...(await readTensor(weights.get('kernel')!)).data]).toEqual(rows);
  expect(weights.get('one')!.strides).toBeUndefined();
  // A graph could only point at its bytes.
  expect(() => describeWeight('kernel', { entry: weights.get('kernel')!, rows: { shape: kernel.shape } })).toThrow(
    'weight "kernel" is a view whose numbers do not lie in a row',
  );
  const ordered = await inRowOrder(weights, { cacheFolder: scratch });
  expect([...(await readTensor(ordered.get('kernel')!)).data]).toEqual(rows);
  expect(ordered.get('kernel')).toMatchObject({ shape: [2, 3, 1, 2], dtype: 'F32' });
  expect([ordered.get('plain'), ordered.get('one')]).toEqual([weights.get('plain'), weights.get('one')]);
  await inRowOrder(weights, { cacheFolder: scratch });
  expect(await readdir(join(scratch, 'rows'))).toHaveLength(1);
  expect(await inRowOrder(ordered, { cacheFolder: scratch })).toBe(ordered);
});

it('a view that is not dense is refused by its key', async () => {
  const view = { dtype: 'F32', shape: [2, 2], strides: [0, 1], bytes: floats(1, 2) } as const;
  const file = writeTorch(join(scratch, 'view.ckpt'), torchZip(new Map([['w', view]])));
  await expect(readWeights(file)).rejects.toThrow('weight "w" is a view whose numbers do not lie in a row');
});
