import { expect, it } from 'vitest';
import { greyOf } from '#renderer/engine/image/grey.ts';
import { goldenPicture, sha256 } from '#test/renderer/engine/golden-upscalers.ts';

it('grey is as OpenCV and Pillow reckon it', () => {
  const { data, channels } = greyOf(goldenPicture('z1', [24, 32]));
  expect([channels, sha256(data).slice(0, 16)]).toEqual([1, '882e4b23d7fe86bc']);
  expect(greyOf({ width: 1, height: 1, channels: 4, data: Uint8Array.of(255, 255, 255, 7) }).data).toEqual(
    Uint8Array.of(255),
  );
});
