import { describe, expect, it } from 'vitest';
import { gridOf, type Raster, rasterOf } from '#renderer/engine/image/raster.ts';
import { tensor } from '#renderer/engine/tensor.ts';

describe('rasterOf', () => {
  it('interleaves the channels row by row and clamps what lies outside', () => {
    // One picture of 1 x 3: red ramps, green is full, blue is not a number in one place.
    const pixels = tensor([1, 3, 1, 3], Float32Array.of(-1, 0, 1, 2, 1, 1, -5, Number.NaN, 0.5));
    expect(rasterOf(pixels)).toEqual({
      width: 3,
      height: 1,
      data: Uint8Array.of(0, 255, 0, 128, 255, 0, 255, 255, 191),
    });
  });

  it('keeps width and height apart and finds a later picture', () => {
    const pixels = tensor([2, 3, 2, 4]);
    pixels.data.fill(1, 24);
    const raster = rasterOf(pixels, 1);
    expect([raster.width, raster.height, raster.data[23]]).toEqual([4, 2, 255]);
    expect(rasterOf(pixels, 0).data[0]).toBe(128);
  });

  it('refuses what is no picture', () => {
    expect(() => rasterOf(tensor([1, 4, 2, 2]))).toThrow('1×4×2×2');
    expect(() => rasterOf(tensor([1, 3, 2, 2]), 1)).toThrow('Cannot show pixels');
  });
});

describe('gridOf', () => {
  const solid = (value: number): Raster => ({ width: 2, height: 1, data: new Uint8Array(6).fill(value) });

  it('leaves one picture as it is', () => {
    expect(gridOf([solid(7)])).toEqual(solid(7));
  });

  it('lays pictures out row by row, with black where there is none', () => {
    const { width, height, data } = gridOf([solid(1), solid(2), solid(3)]);
    expect([width, height]).toEqual([4, 2]);
    expect([...data]).toEqual([...rows(1, 2), ...rows(3, 0)]);
  });

  function rows(left: number, right: number): number[] {
    return [...Array(6).fill(left), ...Array(6).fill(right)];
  }
});
