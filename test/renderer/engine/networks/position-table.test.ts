import { expect, it } from 'vitest';
import { positionTable } from '#renderer/engine/networks/position-table.ts';
import { tensor } from '#renderer/engine/tensor.ts';

it('positions keep the first row, and the others in rows and columns of the wanted grid', () => {
  const table = tensor([1, 5, 2], Float32Array.of(9, 8, 0, 10, 1, 11, 2, 12, 3, 13));
  expect(positionTable(table, { height: 2, width: 2, mode: 'bicubic' })).toBe(table);
  const wide = positionTable(table, { height: 2, width: 4, mode: 'bilinear' });
  expect(wide.dims).toEqual([1, 9, 2]);
  expect([...wide.data.slice(0, 4)]).toEqual([9, 8, 0, 10]);
  // The last token is that of the lower right corner.
  expect([...wide.data.slice(-2)]).toEqual([3, 13]);
});
