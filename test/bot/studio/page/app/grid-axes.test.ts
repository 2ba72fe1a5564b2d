import { describe, expect, it } from 'vitest';
import {
  type AxisName,
  CELLS_MAX,
  cellDraft,
  gridProblem,
  readValues,
  stepsOfGrid,
} from '#bot/studio/page/app/grid-axes.ts';
import { INITIAL_STATE } from '#bot/studio/page/app/state.ts';

const draft = (prompt: string) => ({ ...INITIAL_STATE.draft, prompt });
const promptOf = (prompt: string, name: AxisName, values: readonly string[]) =>
  cellDraft(draft(prompt), [{ axis: { name, values }, value: values.at(-1)! }]).prompt;

describe('values of an axis', () => {
  it('are numbers between commas, and ranges as A1111 writes them', () => {
    const read = (text: string) => readValues('steps', text).map(Number);
    expect(read('4, 8,8, 12')).toEqual([4, 8, 12]);
    expect(read('1-5')).toEqual([1, 2, 3, 4, 5]);
    expect(read('4-20 (+4), 30')).toEqual([4, 8, 12, 16, 20, 30]);
    expect(read('10-1 (-3)')).toEqual([10, 7, 4, 1]);
    expect(read('5-3')).toEqual([5, 4, 3]);
    expect(read('1-2(0.25)')).toEqual([1, 1.25, 1.5, 1.75, 2]);
    expect(read('1-7 [4]')).toEqual([1, 3, 5, 7]);
    expect(read('1-10 [1], -1')).toEqual([1, -1]);
    expect(readValues('words', 'a red house, 1-3')).toEqual(['a red house', '1-3']);
  });

  it('are never more than a grid refuses, and what is no range stays as it was typed', () => {
    expect(readValues('seed', '1-4000000000')).toHaveLength(CELLS_MAX + 1);
    expect(readValues('seed', '1-9 [4000000000]').length).toBeLessThanOrEqual(CELLS_MAX + 1);
    expect(readValues('steps', '1-5 (0), 1-5 [0], 4-, many')).toEqual(['1-5 (0)', '1-5 [0]', '4-', 'many']);
  });
});

describe('a cell of the grid', () => {
  it('counts with the steps that the prompt says, else a control, else with the usual ones', () => {
    const [said, set, usual] = [draft('a house --steps 2'), { ...draft('a house'), steps: 3 }, draft('a house')];
    expect(stepsOfGrid([said, { ...said, steps: 3 }, set, usual], 20)).toBe(2 + 2 + 3 + 20);
  });

  it('exchanges a whole word, by whatever is typed, and letters where there are no words', () => {
    expect(promptOf('a bored red (fox:1.2)', 'words', ['red', 'blue $&'])).toBe('a bored blue $& (fox:1.2)');
    expect(promptOf('a red (fox:1.2)', 'words', ['(fox:1.2)', 'cat'])).toBe('a red cat');
    expect(promptOf('赤い家の絵', 'words', ['家', '船'])).toBe('赤い船の絵');
  });

  it('has the strength of one LoRA, and the others as they are', () => {
    const prompt = 'a house <lora:ink:1> <lora:Blueprint:0.3>';
    expect(promptOf(prompt, 'adapter', ['blueprint 0.5', 'blueprint 1'])).toBe(
      'a house <lora:ink:1> <lora:blueprint:1>',
    );
  });

  it('is not drawn with a number that is none, or without the word that is exchanged', () => {
    const problem = (name: AxisName, ...values: string[]) => gridProblem(draft('a red house'), [{ name, values }]);
    expect(problem('steps', '4', 'many')).toEqual({ kind: 'no-number', name: 'steps', value: 'many' });
    expect(problem('words', 'green', 'red')).toEqual({ kind: 'no-word', name: 'words', value: 'green' });
    expect([problem('guidance', '1', '7.5'), problem('words', 'red', 'green'), problem('none')]).toEqual([
      ...[null, null, null],
    ]);
  });
});
