import { describe, expect, it } from 'vitest';
import { readDescribeArguments } from '#renderer/cli/describe-arguments.ts';

const needed = ['--model', 'blip', '--input', 'b.png'];
const read = (...words: string[]) => readDescribeArguments([...needed, ...words]);

describe('the words of npm run describe', () => {
  it('leave writing as transformers has it', () => {
    const plain = {
      begun: '',
      beams: 1,
      lengthMin: 0,
      lengthMax: null,
      repetitionPenalty: 1,
      scoreMin: null,
      texts: 0,
    };
    expect(read()).toEqual({ model: 'blip', input: 'b.png', ...plain, json: false });
    expect(read('--beams', '3', '--min-length', '10', '--max-length', '30', '--begin', 'a picture of')).toMatchObject({
      begun: 'a picture of',
      beams: 3,
      lengthMin: 10,
      lengthMax: 30,
    });
  });

  it.each([
    [['--beams', '0'], 'Cannot read the command line: --beams must be a number from 1 to 16, given "0"'],
    [['--max-length', '2.5'], '--max-length must be a whole number from 1 to 10000, given "2.5"'],
    [['--min-length', '9', '--max-length', '4'], '--min-length must be a number from 0 to 4, given "9"'],
    [['--min-score', ''], '--min-score must be a number from 0 to 1, given ""'],
    [['--model', ''], '--model must be a file, given none'],
    [['--beam', '3'], "Cannot read the command line: Unknown option '--beam'"],
  ])('%j is refused', (words, sentence) => {
    expect(() => read(...words)).toThrow(sentence);
  });
});
