import { expect, it } from 'vitest';
import { drawFace } from '#renderer/engine/pipeline/restore-faces.ts';
import { tensor } from '#renderer/engine/tensor.ts';

it('a face that is drawn as NaN is no black one', async () => {
  const cut = { width: 2, height: 2, channels: 3, data: new Uint8Array(12) } as const;
  const matrix = [1, 0, 0, 0, 1, 0] as const;
  const restorer = { restore: async () => tensor([1, 3, 2, 2], new Float32Array(12).fill(Number.NaN)) };
  await expect(drawFace({ matrix, cut }, restorer, 0.5)).rejects.toMatchObject({
    ...{ code: 'internal', said: { key: 'restorer.not-a-number' } },
  });
});
