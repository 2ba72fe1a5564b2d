import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { infotextFields } from '#bot/prompt/infotext.ts';

const LINE =
  'Steps: 20, Sampler: DPM++ 2M, CFG scale: 7, Seed: 42, Size: 512x768, Model hash: 0123456789, Model: "one, \\"two\\"", ' +
  'Lora hashes: "ink: 12, other: 34", Hashes: {"model": "0123456789", "lora:ink": "12"}, RNG: CPU, Version: Easel';

describe('what a picture’s text says by A1111’s names', () => {
  it('is every setting, sizes as two numbers, what was quoted as it was meant', () => {
    expect(infotextFields(`a house,\nby the sea\nNegative prompt: clouds,\nrain\n${LINE}`)).toEqual({
      Prompt: 'a house,\nby the sea',
      'Negative prompt': 'clouds,\nrain',
      ...{ Steps: '20', Sampler: 'DPM++ 2M', 'CFG scale': '7', Seed: '42', 'Size-1': '512', 'Size-2': '768' },
      ...{ 'Model hash': '0123456789', Model: 'one, "two"', 'Lora hashes': 'ink: 12, other: 34' },
      ...{ Hashes: '{"model": "0123456789", "lora:ink": "12"}', RNG: 'CPU', Version: 'Easel' },
    });
  });

  it('may be a prompt alone, or what enlarged a picture of which nothing else is known', () => {
    expect(infotextFields('a house, by: the sea')).toEqual({ Prompt: 'a house, by: the sea', 'Negative prompt': '' });
    expect(infotextFields('Postprocess upscale by: 2, Postprocess upscaler: x4, Version: Easel')).toEqual({
      ...{ Prompt: '', 'Negative prompt': '', 'Postprocess upscale by': '2', 'Postprocess upscaler': 'x4' },
      Version: 'Easel',
    });
  });

  it('is looked for in any text without throwing', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void infotextFields(text)));
  });
});
