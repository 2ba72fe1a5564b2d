import { highlight } from '#bot/prompt/highlight.ts';
import { readPrompt } from '#bot/prompt/read-prompt.ts';
import type { Problem } from '#bot/prompt/syntax.ts';
import { byId, element } from '#bot/studio/page/app/element.ts';
import { reweigh } from '#bot/studio/page/app/reweigh.ts';
import { changeDraft, type PageStore } from '#bot/studio/page/app/state.ts';
import { words } from '#bot/studio/page/app/words.ts';

/** A weight this far from 1 has the full colour. */
const FULL_COLOUR = 0.6;

/**
 * The prompt: a text field with invisible letters over a painted copy of its text. The copy is coloured by the code
 * that reads the prompt in the bot, so what looks heavy is heavy.
 */
export function showEditor(store: PageStore): void {
  const field = byId('prompt', HTMLTextAreaElement);
  const paint = byId('paint', HTMLPreElement);
  field.addEventListener('input', () => {
    changeDraft(store, { prompt: field.value });
  });
  field.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    applyWeight(field, event.key === 'ArrowUp' ? 0.1 : -0.1);
  });
  field.addEventListener('scroll', () => {
    paint.scrollTop = field.scrollTop;
  });
  store.watch(
    ({ draft }) => [draft.prompt],
    (prompt) => {
      if (field.value !== prompt) field.value = prompt;
      const { problems } = readPrompt(prompt);
      paint.replaceChildren(...painted(prompt, problems));
      byId('problems', HTMLUListElement).replaceChildren(...problems.map(problemRow));
    },
  );
}

/** Goes through the browser's own editing, so that undo works. */
function applyWeight(field: HTMLTextAreaElement, change: number): void {
  const edit = reweigh(field.value, { from: field.selectionStart, to: field.selectionEnd, change });
  if (!edit) return;
  field.setSelectionRange(edit.from, edit.to);
  document.execCommand('insertText', false, edit.text);
  field.setSelectionRange(edit.select.from, edit.select.to);
}

function painted(text: string, problems: readonly Problem[]): readonly Node[] {
  const marks = problems.map(({ from, to }) => ({ from, to: Math.max(to, from + 1) }));
  const pieces = highlight(text).flatMap((stretch) => {
    const cuts = marks.flatMap(({ from, to }) => [from, to]).filter((at) => at > stretch.from && at < stretch.to);
    const edges = [stretch.from, ...new Set(cuts.sort((a, b) => a - b)), stretch.to];
    return edges.slice(1).map((to, index) => ({ ...stretch, from: edges[index]!, to }));
  });
  const nodes = pieces.map(({ from, to, kind, weight }) => {
    const isOdd = marks.some((mark) => mark.from < to && mark.to > from);
    return element(
      'span',
      { class: `${kind}${isOdd ? ' odd' : ''}${tone(weight)}`, 'style:--pull': pull(weight) },
      text.slice(from, to),
    );
  });
  // A last empty line has no height in the copy without a character on it.
  return [...nodes, document.createTextNode('\u200b')];
}

function tone(weight: number): string {
  if (weight > 1) return ' heavy';
  return weight < 1 ? ' light' : '';
}

/** 0 = as it is, 1 = as strong as the eye needs to see. */
function pull(weight: number): number {
  return Math.round(Math.min(1, 0.25 + Math.abs(weight - 1) / FULL_COLOUR) * 100) / 100;
}

function problemRow(problem: Problem): HTMLLIElement {
  return element('li', {}, words.say(problem.message));
}
