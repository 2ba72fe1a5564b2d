import { describe, expect, it } from 'vitest';
import { readSegmentArguments } from '#renderer/cli/segment-arguments.ts';

const needed = ['--model', 'sam.pth', '--input', 'b.png', '--out', 'c.png'];
const read = (...words: string[]) => readSegmentArguments([...needed, ...words]);

describe('the words of npm run segment', () => {
  it('say points, a box, several masks, or everything', () => {
    expect(read('--points', '[[1, 2.5], [3, 4, 0]]', '--multimask')).toMatchObject({
      points: [
        { x: 1, y: 2.5, outside: false },
        { x: 3, y: 4, outside: true },
      ],
      box: null,
      wanted: 'several',
    });
    expect(read('--box', '[1,2,3,4]')).toMatchObject({ box: { left: 1, top: 2, right: 3, bottom: 4 }, wanted: 'one' });
    expect(read('--everything')).toMatchObject({ points: [], wanted: 'all' });
  });

  it.each([
    [['--points', '[1,2]'], '--points must be pixels as in [[120, 80], [30, 40, 0]]'],
    [['--points', '[[1]]'], '--points must be pixels'],
    [['--box', 'left'], '--box must be pixels as in [left, top, right, bottom], given "left"'],
    [[], '--points must be points, a box or both, or --everything instead, given none'],
    [['--everything', '--box', '[1,2,3,4]'], '--points must be points, a box or both'],
    [['--points', '[[1,2]]', '--heads', '0'], '--heads must be a number from 1 to 1024, given "0"'],
  ])('%j is refused', (words, sentence) => {
    expect(() => read(...words)).toThrow(sentence);
  });
});
