import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readParameters } from '#bot/prompt/read-parameters.ts';

const TEXT = [
  'a (red:1.2) house,',
  'by the sea <lora:ink:0.8>',
  'Negative prompt: clouds,',
  'rain',
  'Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 42, Size: 512x768, Model hash: abc, ' +
    'Model: some model, Lora hashes: "ink: 12, other: 34", Hashes: {"model": "abc", "lora:ink": "12"}, Clip skip: 2, Version: v1.10',
].join('\n');

describe('settings that travel with a picture', () => {
  it('are read as A1111 writes them, with names of what is not understood', () => {
    expect(readParameters(TEXT)).toEqual({
      prompt: 'a (red:1.2) house,\nby the sea <lora:ink:0.8>',
      negative: 'clouds,\nrain',
      steps: 20,
      guidance: 7,
      seed: 42,
      sampler: 'DPM++ 2M Karras',
      spacing: null,
      size: { width: 512, height: 768 },
      model: 'some model',
      unknown: ['Clip skip'],
    });
  });

  it.each([
    ['Schedule type: SGM Uniform', 'trailing', []],
    ['Timestep spacing: leading', 'leading', []],
    ['Schedule type: Automatic', null, []],
    ['Schedule type: Beta', null, ['Schedule type']],
    ['Timestep spacing: cosy', null, ['Timestep spacing']],
  ])('say how timesteps are spaced: %s', (setting, spacing, unknown) => {
    expect(readParameters(`a house\nSteps: 4, Sampler: Euler, ${setting}, Seed: 1`)).toMatchObject({
      sampler: 'Euler',
      spacing,
      unknown,
    });
  });

  it('tell which networks read pictures, as the ControlNet extension of A1111 writes it', () => {
    const unit =
      'Module: canny, Model: control_v11p_sd15_canny [d14c016b], Weight: 0.8, Guidance Start: 0.0, Guidance End: 0.5';
    const text = `a house\nSteps: 4, Seed: 1, ControlNet 0: "${unit}", IP-Adapter: plus 0.6, Version: Easel`;
    expect(readParameters(text)).toMatchObject({
      seed: 1,
      controls: [{ network: 'control_v11p_sd15_canny', method: 'canny', weight: 0.8, from: 0, to: 0.5 }],
      imagePrompts: 'plus 0.6',
      // Their pictures are not there, so that nobody can take them over.
      unknown: ['ControlNet 0', 'IP-Adapter'],
    });
  });

  it('may say little, and Windows ends its lines otherwise', () => {
    const read = readParameters('a house\r\nSteps: 4, Seed: 1\r\n');
    expect(read).toMatchObject({ prompt: 'a house', negative: '', steps: 4, seed: 1, sampler: null, size: null });
  });

  it.each(['a house', 'Steps to a house', 'how many Steps: 4, please', ''])('are not in “%s”', (text) => {
    expect(readParameters(text)).toBeNull();
  });

  it('are looked for in any text without throwing', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        (text) => void readParameters(`${text}\nSteps: 1, ${text}`),
      ),
    );
  });
});
