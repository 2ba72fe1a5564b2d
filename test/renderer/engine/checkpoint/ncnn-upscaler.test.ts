import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readUpscaler } from '#renderer/engine/checkpoint/upscaler-file.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import { compactShapes, rrdbShapes, type Shapes, upscalerParameter } from '#test/renderer/engine/golden-upscalers.ts';
import { type NcnnWriter, writtenCompact, writtenRrdb } from '#test/renderer/engine/ncnn-writer.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

const CASES: readonly (readonly [string, (options: { halves: boolean }) => NcnnWriter, Shapes, object])[] = [
  ['ESRGAN', (options) => writtenRrdb(7, options), rrdbShapes(7, 1, { doublings: 1 }), { kind: 'rrdb', doublings: 1 }],
  [
    'compact',
    (options) => writtenCompact(5, options),
    compactShapes(5, 1, 4),
    { kind: 'compact', scale: 4, layers: 1 },
  ],
];

describe('an ncnn file of an upscaler', () => {
  it.each(CASES)('gives every weight of %s by its key, in 32 and 16 bits', async (_, written, shapes, network) => {
    await withFolder(async (folder) => {
      for (const halves of [false, true]) {
        const file = join(folder, `small-${halves}.param`);
        await written({ halves }).write(file);
        // Either of the two files may be named.
        for (const name of [file, file.replace('.param', '.bin')]) {
          const upscaler = await readUpscaler(name);
          expect(upscaler.network).toMatchObject(network);
          expect(new Set(upscaler.weights.keys())).toEqual(new Set(shapes.keys()));
        }
        const { weights } = await readUpscaler(file);
        for (const [key, shape] of shapes) {
          const { dims, data } = await readTensor(weights.get(key)!);
          expect(dims).toEqual(shape);
          const wanted = upscalerParameter(key, shape);
          // A half has eleven bits.
          const bound = halves && shape.length > 1 ? 2 ** -11 : 0;
          expect(Math.max(...data.map((value, i) => Math.abs(value - wanted[i]!)))).toBeLessThanOrEqual(bound);
        }
      }
    });
  });

  it.each([
    ['another first line', (text: string) => text.replace('7767517', '7767518'), /begins with 7767517/],
    ['a layer too few', (text: string) => text.replace(/\n[^\n]+\n$/, '\n'), /says 39 layers .* given 38/],
    ['a layer that is none', (text: string) => text.replace('Input_0 0 1', 'Input_0 0 x'), /line 3 describes no layer/],
    [
      'another slope',
      (text: string) => text.replace('2.000000e-01', '3.000000e-01'),
      /10=0\.2 where it has Convolution/,
    ],
    [
      'a resize at its end',
      appended('Interp Resize_9 1 1 value38 out 0=3 1=0.5 2=0.5'),
      /its end where it has Resize_9/,
    ],
    [
      'an end that is missing',
      (text: string) => without(text, 'value38'),
      /bytes after its last weight belong to nothing/,
    ],
    [
      'layers joined otherwise',
      (text: string) => text.replace('value1 value2 value3', 'value2 value1 value3'),
      /Concat/,
    ],
  ])('is refused for %s', async (_, spoil, sentence) => {
    await withFolder(async (folder) => {
      const file = join(folder, 'odd.param');
      await writtenRrdb(4, { halves: true }).write(file);
      await writeFile(file, spoil(await readFile(file, 'utf8')));
      await expect(readUpscaler(file)).rejects.toThrow(sentence);
      await expect(readUpscaler(file)).rejects.toThrow(/odd\.(param|bin)/);
    });
  });

  it('is refused where its numbers end too early, go on, or are tagged otherwise', async () => {
    await withFolder(async (folder) => {
      const file = join(folder, 'odd.param');
      const bin = join(folder, 'odd.bin');
      await writtenRrdb(4, { halves: true }).write(file);
      const whole = await readFile(bin);
      await writeFile(bin, whole.subarray(0, -8));
      await expect(readUpscaler(file)).rejects.toThrow(
        /odd\.bin: weight "Convolution_38\.bias" ends at byte .* truncated/,
      );
      await writeFile(bin, Buffer.concat([whole, whole.subarray(0, 4)]));
      await expect(readUpscaler(file)).rejects.toThrow(/4 bytes after its last weight belong to nothing/);
      await writeFile(bin, Buffer.concat([Buffer.from('384b0d00', 'hex'), whole.subarray(4)]));
      await expect(readUpscaler(file)).rejects.toThrow(
        /"Convolution_1\.weight" must be 32-bit .* given the tag 0x384b0d00/,
      );
    });
  });
});

function appended(line: string): (text: string) => string {
  return (text) => `${text.replace(/^39 39$/m, '40 40')}${line}\n`;
}

function without(text: string, result: string): string {
  const lines = text.trim().split('\n');
  const kept = lines.filter((line) => !line.includes(` ${result} `));
  return kept.join('\n').replace(/^39 39$/m, '38 38');
}
