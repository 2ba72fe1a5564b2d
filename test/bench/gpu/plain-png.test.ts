import { expect, it } from 'vitest';
import { decodeColours } from '#renderer/engine/image/decode-picture.ts';
import { plainPng } from '#test/bench/gpu/plain-png.ts';

it('writes pixels that a decoder reads as they were', async () => {
  const [width, height] = [7, 5];
  const data = Uint8Array.from({ length: 3 * width * height }, (_, at) => (at * 37) % 256);
  const png = await plainPng(data, { raw: { width, height, channels: 3 } })
    .toColourspace()
    .png()
    .toBuffer();
  const { data: read, ...size } = await decodeColours('image', png);
  expect(size).toEqual({ width, height, channels: 3 });
  expect([...read]).toEqual([...data]);
});

it('writes no grey ones', () => {
  expect(() => plainPng(new Uint8Array(4), { raw: { width: 2, height: 2, channels: 1 } })).toThrow(
    'Cannot write a PNG of 1 channels without sharp: 3 are known',
  );
});
