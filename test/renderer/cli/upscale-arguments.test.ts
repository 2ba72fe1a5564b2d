import { describe, expect, it } from 'vitest';
import { readUpscaleArguments } from '#renderer/cli/upscale-arguments.ts';

const needed = ['--model', 'a.pth', '--input', 'b.png', '--out', 'c.png'];
const read = (...words: string[]) => readUpscaleArguments([...needed, ...words]);

describe('the words of npm run upscale', () => {
  it('leave the scale to the network and tiles as they are usual', () => {
    expect(read()).toEqual({
      model: 'a.pth',
      blend: null,
      input: 'b.png',
      scale: null,
      tiles: { side: 192, pad: 10 },
      out: 'c.png',
      json: false,
    });
  });

  it('say tiles, none, a scale, a blend', () => {
    expect(read('--tile', '64', '--tile-pad', '4', '--scale', '2.5')).toMatchObject({
      tiles: { side: 64, pad: 4 },
      scale: 2.5,
    });
    expect(read('--no-tiles', '--json')).toMatchObject({ tiles: null, json: true });
    expect(read('--blend', 'c:/d.pth:0.25')).toMatchObject({ blend: { file: 'c:/d.pth', share: 0.25 } });
  });

  it.each([
    [['--scale', '9'], 'Cannot upscale: --scale must be a number from 1 to 8, given "9"'],
    [['--scale', ''], 'Cannot upscale: --scale must be a number from 1 to 8, given ""'],
    [['--tile', '20.5'], 'Cannot upscale: --tile must be a whole number from 16 to 4096, given "20.5"'],
    [['--no-tiles', '--tile', '20'], 'Cannot upscale: --no-tiles must be without --tile and --tile-pad, given --tile'],
    [['--blend', '0.5'], 'Cannot upscale: --blend must be a file and a share, as in other.pth:0.5, given "0.5"'],
    [['--tiles', '5'], "Cannot read the command line: Unknown option '--tiles'"],
  ])('%j is refused', (words, sentence) => {
    expect(() => read(...words)).toThrow(sentence);
  });

  it('ask for help, or miss a file', () => {
    expect(readUpscaleArguments([])).toBeNull();
    expect(readUpscaleArguments(['--help'])).toBeNull();
    expect(() => readUpscaleArguments(['--model', 'a'])).toThrow('--input must be a file, given none');
  });
});
