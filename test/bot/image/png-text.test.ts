import { describe, expect, it } from 'vitest';
import { pngText } from '#bot/image/png-text.ts';
import { PNG_SIGNATURE, pngChunk } from '#test/fakes/png-chunk.ts';

const chunk = (kind: string, data: string) => pngChunk(kind, Buffer.from(data, kind === 'iTXt' ? 'utf8' : 'latin1'));

describe('text in a PNG', () => {
  it('is found under its keyword, in both kinds of chunks', () => {
    const first = chunk('tEXt', 'Software\0other');
    const latin = Buffer.concat([PNG_SIGNATURE, first, chunk('tEXt', 'parameters\0caf\u00e9\nSteps: 2')]);
    expect(pngText(latin, 'parameters')).toBe('café\nSteps: 2');
    const unicode = Buffer.concat([PNG_SIGNATURE, first, chunk('iTXt', 'parameters\0\0\0de\0x\0灯台')]);
    expect(pngText(unicode, 'parameters')).toBe('灯台');
  });

  it('is nothing in other files, in what was cut off, and where it is compressed', () => {
    expect(pngText(Buffer.from('GIF89a and more'), 'parameters')).toBeNull();
    expect(pngText(PNG_SIGNATURE.subarray(0, 6), 'parameters')).toBeNull();
    expect(pngText(Buffer.concat([PNG_SIGNATURE, chunk('iTXt', 'parameters\0\x01\0\0\0z')]), 'parameters')).toBeNull();
    const endless = Buffer.concat([
      PNG_SIGNATURE,
      Buffer.from([0xff, 0xff, 0xff, 0xff]),
      Buffer.from('tEXt'),
      Buffer.alloc(9),
    ]);
    expect(pngText(endless, 'parameters')).toBeNull();
  });
});
