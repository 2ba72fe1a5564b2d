import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodePng, pngText } from '#renderer/engine/image/png.ts';
import type { Raster } from '#renderer/engine/image/raster.ts';
import { pngTexts } from '#test/renderer/engine/image/png-texts.ts';

const raster: Raster = { width: 5, height: 3, data: Uint8Array.from({ length: 45 }, (_, i) => i * 5) };

describe('encodePng', () => {
  it('writes pixels that come back as they were', async () => {
    const { data, info } = await sharp(await encodePng(raster, {}))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels]).toEqual([5, 3, 3]);
    expect([...data]).toEqual([...raster.data]);
  });

  it('carries Latin text as tEXt and other text as iTXt', async () => {
    const latin = await encodePng(raster, { parameters: 'a café\nSteps: 4' });
    expect(pngTexts(latin)).toEqual([{ type: 'tEXt', keyword: 'parameters', text: 'a café\nSteps: 4' }]);
    const other = await encodePng(raster, { parameters: '灯台 🎨' });
    expect(pngTexts(other)).toEqual([{ type: 'iTXt', keyword: 'parameters', text: '灯台 🎨' }]);
  });

  it('stays readable with text', async () => {
    const png = await encodePng(raster, { parameters: 'x'.repeat(10_000) });
    await expect(sharp(png).stats()).resolves.toBeDefined();
  });
});

describe('pngText', () => {
  it('reads what encodePng has written, in either kind of chunk', async () => {
    for (const text of ['a café\nSteps: 4', '灯台 🎨']) {
      expect(pngText(await encodePng(raster, { Software: 'x', parameters: text }), 'parameters')).toBe(text);
    }
  });

  it('is null where there is none, where the file is cut, and for another file', async () => {
    const png = await encodePng(raster, { parameters: 'words' });
    expect(pngText(png, 'Comment')).toBeNull();
    expect(pngText(await sharp(png).webp().toBuffer(), 'parameters')).toBeNull();
    for (const length of [0, 8, 33, 40]) expect(pngText(png.subarray(0, length), 'parameters')).toBeNull();
  });
});
