import { describe, expect, it } from 'vitest';
import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { greyOf } from '#renderer/engine/image/grey.ts';
import { canny } from '#renderer/engine/preprocess/canny.ts';
import { type ControlMapKind, isControlMap } from '#renderer/engine/preprocess/control-map.ts';
import { blackCanvas } from '#renderer/engine/preprocess/draw/canvas.ts';
import { drawBody } from '#renderer/engine/preprocess/pose/draw-pose.ts';
import { goldenPicture } from '#test/renderer/engine/golden-upscalers.ts';

const [width, height] = [128, 96];
const photo = goldenPicture('c1', [height, width]);

function ramp(): ChannelRaster {
  const data = Uint8Array.from({ length: width * height }, (_, i) => 2 * (i % width));
  return { width, height, channels: 1, data };
}

function skeleton(): ChannelRaster {
  const canvas = blackCanvas(width, height);
  const at = (x: number, y: number) => ({ x, y });
  drawBody(canvas, [at(0.5, 0.2), at(0.5, 0.4), at(0.4, 0.4), at(0.35, 0.6), null, at(0.6, 0.4)]);
  return { ...canvas, channels: 3 };
}

describe('a picture that was made for control', () => {
  it('is known by what it shows', async () => {
    const pictures = { lines: await canny(photo, { low: 100, high: 200 }), depth: ramp(), pose: skeleton() };
    const kinds = Object.keys(pictures) as ControlMapKind[];
    const found = kinds.map((shown) => kinds.filter((kind) => isControlMap(pictures[shown], kind)));
    expect(found).toEqual([['lines'], ['depth'], ['pose']]);
  });

  it('is not what a photograph is taken for, be it in colours or grey, nor one that is black all over', () => {
    for (const kind of ['lines', 'depth', 'pose'] as const) {
      expect(isControlMap(photo, kind)).toBe(false);
      expect(isControlMap(greyOf(photo), kind)).toBe(false);
      expect(isControlMap({ ...blackCanvas(width, height), channels: 3 }, kind)).toBe(false);
    }
  });
});
