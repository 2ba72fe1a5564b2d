import { type CompletionSources, completePrompt, type PromptCompletion } from '#bot/studio/page/app/complete-prompt.ts';
import { byId, element } from '#bot/studio/page/app/element.ts';
import { pastPrompts } from '#bot/studio/page/app/prompt-history.ts';
import { changeDraft, chosenModel, type PageStore, type State } from '#bot/studio/page/app/state.ts';

/** What the prompt field does besides taking words: it completes them with Tab, and ↑ brings back earlier prompts. */
export function showPromptKeys(store: PageStore): void {
  const field = byId('prompt', HTMLTextAreaElement);
  const list = createList(field);
  field.addEventListener('input', () => {
    list.show(completePrompt(field.value, field.selectionStart, sourcesOf(store.state)));
  });
  field.addEventListener('blur', () => list.show(null));
  field.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === 'Enter') list.show(null);
    if (!list.isOpen() || !isForList(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.key === 'Tab') list.take();
    else if (event.key === 'Escape') list.show(null);
    else list.move(event.key === 'ArrowDown' ? 1 : -1);
  });
  field.addEventListener('keydown', (event) => recall(store, { event, field }));
}

/** What the text at the caret may become, one of it marked. The focus stays in the field. */
function createList(field: HTMLTextAreaElement) {
  const place = byId('completions', HTMLDivElement);
  let completion: PromptCompletion | null = null;
  let at = 0;

  function show(next: PromptCompletion | null, index = 0) {
    completion = next;
    at = index;
    place.hidden = !next;
    place.replaceChildren(...(next?.options ?? []).map(row));
    if (next) field.setAttribute('aria-activedescendant', `completion-${at}`);
    else field.removeAttribute('aria-activedescendant');
  }

  function row(option: string, index: number): HTMLElement {
    const press = (event: Event) => {
      event.preventDefault(); // the focus would leave the field first
      take(index);
    };
    const traits = { role: 'option', id: `completion-${index}`, 'aria-selected': String(index === at) };
    return element('div', { ...traits, onmousedown: press }, option.trim());
  }

  function take(index = at) {
    if (!completion) return;
    field.setSelectionRange(completion.from, completion.to);
    document.execCommand('insertText', false, completion.options[index]!); // the browser's own editing: undo works
  }

  return {
    show,
    take,
    isOpen: () => completion !== null,
    move(by: 1 | -1) {
      const count = completion?.options.length ?? 1;
      show(completion, (at + by + count) % count);
    },
  };
}

function isForList({ key, shiftKey }: KeyboardEvent): boolean {
  return (key === 'Tab' && !shiftKey) || key === 'Escape' || key === 'ArrowDown' || key === 'ArrowUp';
}

function sourcesOf(state: State): CompletionSources {
  const { cluster, styles } = state;
  const model = chosenModel(state);
  return {
    styles: styles.styles.map(({ name }) => name),
    models: (cluster.offer?.models ?? []).map(({ name }) => name),
    samplers: (cluster.offer?.samplers ?? []).map(({ name }) => name),
    adapters: (model?.adapters ?? []).map(({ name }) => name),
    words: model?.words ?? [],
  };
}

/** From the start of the field ↑ goes back through what was made, ↓ forward to what was being written. */
function recall(store: PageStore, { event, field }: { event: KeyboardEvent; field: HTMLTextAreaElement }): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
  const move = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  if (move === undefined || field.selectionStart !== 0 || field.selectionEnd !== 0) return;
  const past = pastPrompts();
  const now = past.indexOf(field.value);
  if (move === 1 && now < 0) written = field.value;
  const next = now + move;
  if (next < -1 || next >= past.length || (now < 0 && move < 0)) return;
  event.preventDefault();
  changeDraft(store, { prompt: next === -1 ? written : past[next]! });
  queueMicrotask(() => field.setSelectionRange(0, 0));
}

/** What was in the field before somebody went back. */
let written = '';
