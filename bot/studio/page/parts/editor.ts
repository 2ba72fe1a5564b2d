import { highlight } from '#bot/prompt/highlight.ts';
import { byId, element } from '#bot/studio/page/app/element.ts';
import { findMarks, type Mark, type Marks } from '#bot/studio/page/app/marks.ts';
import { reweigh } from '#bot/studio/page/app/reweigh.ts';
import { changeDraft, chosenModel, type PageStore } from '#bot/studio/page/app/state.ts';

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
    (state) => [state.draft.prompt, state.reading, state.refusal, chosenModel(state)],
    (prompt, _reading, _refusal, _model) => {
      if (field.value !== prompt) field.value = prompt;
      const found = findMarks(store.state);
      paint.replaceChildren(...painted(prompt, found.marks));
      field.ariaInvalid = String(found.sentences.some(({ kind }) => kind === 'odd'));
      showSentences(found.sentences);
    },
  );
}

function showSentences(sentences: Marks['sentences']): void {
  const place = byId('problems', HTMLUListElement);
  const key = JSON.stringify(sentences);
  if (place.dataset.said === key) return; // a screen reader reads what is written anew
  place.dataset.said = key;
  place.replaceChildren(...sentences.map(({ kind, text }) => element('li', { class: kind }, text)));
}

/** Goes through the browser's own editing, so that undo works. */
function applyWeight(field: HTMLTextAreaElement, change: number): void {
  const edit = reweigh(field.value, { from: field.selectionStart, to: field.selectionEnd, change });
  if (!edit) return;
  field.setSelectionRange(edit.from, edit.to);
  document.execCommand('insertText', false, edit.text);
  field.setSelectionRange(edit.select.from, edit.select.to);
}

function painted(text: string, marks: readonly Mark[]): readonly Node[] {
  const pieces = highlight(text).flatMap((stretch) => {
    const cuts = marks.flatMap(({ from, to }) => [from, to]).filter((at) => at > stretch.from && at < stretch.to);
    const edges = [stretch.from, ...new Set(cuts.sort((a, b) => a - b)), stretch.to];
    return edges.slice(1).map((to, index) => ({ ...stretch, from: edges[index]!, to }));
  });
  const nodes = pieces.map(({ from, to, kind, weight }) => {
    const kinds = new Set(marks.filter((mark) => mark.from < to && mark.to > from).map((mark) => mark.kind));
    const names = [kind === 'change' ? 'by-steps' : kind, ...kinds, ...tone(weight)]; // `change` is a part of the page
    return element('span', { class: names.join(' '), 'style:--pull': pull(weight) }, text.slice(from, to));
  });
  // A last empty line has no height in the copy without a character on it.
  return [...nodes, document.createTextNode('\u200b')];
}

function tone(weight: number): readonly string[] {
  if (weight > 1) return ['heavy'];
  return weight < 1 ? ['light'] : [];
}

/** 0 = as it is, 1 = as strong as the eye needs to see. */
function pull(weight: number): number {
  return Math.round(Math.min(1, 0.25 + Math.abs(weight - 1) / FULL_COLOUR) * 100) / 100;
}
