import { describe, expect, it } from 'vitest';
import { readPreprocessArguments } from '#renderer/cli/preprocess-arguments.ts';

const needed = ['--input', 'b.png', '--out', 'c.png'];
const read = (...words: string[]) => readPreprocessArguments([...words, ...needed]);

describe('the words of npm run preprocess', () => {
  it('leave thresholds and sizes to what is usual', () => {
    expect(read('canny')).toEqual({
      ...{ method: 'canny', model: null, input: 'b.png', out: 'c.png', low: 100, high: 200 },
      ...{ side: null, detectSide: null, json: false },
    });
  });

  it('say thresholds, sizes, a network, and methods by other names', () => {
    expect(read('canny', '--low', '20', '--high', '40.5')).toMatchObject({ low: 20, high: 40.5 });
    const found = read('hed', '--model', 'h.pth', '--side', '512', '--detect', '256', '--json');
    expect(found).toMatchObject({ method: 'softedge', model: 'h.pth', side: 512, detectSide: 256, json: true });
  });

  it.each([
    [['magic'], 'the first word must be a method (canny, invert,'],
    [[], 'given none'],
    [['depth'], '--model must be a file of the network that finds it (depth-anything, dpt), given none'],
    [['canny', '--model', 'h.pth'], '--model must be left out: this method needs no network'],
    [['invert', '--low', '3'], 'only canny has them'],
    [['canny', '--low', 'x'], '--low must be a number from 0 to 4080, given "x"'],
    [['canny', '--side', '100.5'], '--side must be a whole number from 64 to 2048'],
  ])('are refused by one sentence: %j', (words, sentence) => {
    expect(() => read(...words)).toThrow(sentence);
  });
});
