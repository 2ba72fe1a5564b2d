import { describe, expect, it } from 'vitest';
import { MODELS_USAGE, readModelsCommand } from '#renderer/cli/models/arguments.ts';
import { READY_MADE, READY_MADE_PARTS } from '#renderer/models/ready-made.ts';
import { READY_MADE_IMAGE_PROMPTS } from '#renderer/models/ready-made-image-prompts.ts';

describe('the command line of models', () => {
  it.each([
    [['list'], { verb: 'list' }],
    [['pull', 'sd15', 'vega'], { verb: 'pull', names: ['sd15', 'vega'] }],
    [['verify'], { verb: 'verify', names: [] }],
    [['remove', 'a b'], { verb: 'remove', names: ['a b'] }],
    [['add', 'x.safetensors'], { verb: 'add', what: 'x.safetensors', name: null, variant: null }],
    [['add', 'a/b', '--name', 'c', '--variant', 'fp32'], { verb: 'add', what: 'a/b', name: 'c', variant: 'fp32' }],
    [[], null],
    [['--help'], null],
  ])('reads %j', (words, command) => {
    expect(readModelsCommand(words)).toEqual(command);
  });

  it.each([
    [['dance'], 'the first word must be list, pull, verify, remove or add, given dance'],
    [['pull'], 'pull needs the name of a model, given none'],
    [['list', 'x'], 'list takes no names, given x'],
    [['add'], 'add needs one file, folder or repository, given nothing'],
    [['add', 'a', 'b'], 'add needs one file, folder or repository, given a b'],
    [['pull', 'x', '--name', 'y'], '--name and --variant go with add, given pull'],
    [['pull', '--fast'], "Unknown option '--fast'"],
  ])('refuses %j in one sentence', (words, sentence) => {
    expect(() => readModelsCommand(words)).toThrow(`Cannot read the command line: ${sentence}`);
  });

  it('names everything that is ready-made', () => {
    for (const { name } of [...READY_MADE, ...READY_MADE_PARTS, ...READY_MADE_IMAGE_PROMPTS])
      expect(MODELS_USAGE).toContain(name);
  });
});
