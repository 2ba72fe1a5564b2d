import { describe, expect, it } from 'vitest';
import { type AxisName, cellDraft, gridProblem } from '#bot/studio/page/app/grid-axes.ts';
import { INITIAL_STATE } from '#bot/studio/page/app/state.ts';

const draft = (prompt: string) => ({ ...INITIAL_STATE.draft, prompt });
const promptOf = (prompt: string, name: AxisName, values: readonly string[]) =>
  cellDraft(draft(prompt), [{ axis: { name, values }, value: values.at(-1)! }]).prompt;

describe('a cell of the grid', () => {
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
