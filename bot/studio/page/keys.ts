import { cancel, copyPrompt, download, edit, make, remove, reroll } from '#bot/studio/page/commands.ts';
import { byId, element, icon } from '#bot/studio/page/element.ts';
import { browse } from '#bot/studio/page/gallery.ts';
import type { Live } from '#bot/studio/page/live.ts';
import { onStage, type PageStore } from '#bot/studio/page/state.ts';

/** Keys as they are told in the dialog. */
const KEYS: readonly (readonly [string, string])[] = [
  ['Enter', 'make the picture (Shift+Enter: new line)'],
  ['Alt+L', 'live: render while you type'],
  ['Ctrl+↑ ↓', 'make the word at the caret weigh more or less'],
  ['/', 'write the prompt; Esc leaves it'],
  ['← →', 'go through the gallery'],
  ['R', 'reroll: the same with another seed'],
  ['E', 'edit: bring it back into the editor'],
  ['C', 'copy the prompt'],
  ['D', 'download the PNG'],
  ['X', 'cancel what is being made'],
  ['Delete', 'delete the picture'],
  ['?', 'this list'],
];

/** Every command has a key; letters count only while nobody writes. */
export function listenToKeys(store: PageStore, live: Live): void {
  const prompt = byId('prompt', HTMLTextAreaElement);
  byId('open-keys', HTMLButtonElement).addEventListener('click', openKeys);
  byId('make', HTMLButtonElement).addEventListener('click', () => void make(store));
  prompt.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') prompt.blur();
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void make(store);
  });
  document.addEventListener('keydown', (event) => {
    if (event.altKey && event.code === 'KeyL') {
      event.preventDefault();
      return live.toggle();
    }
    if ((event.ctrlKey || event.metaKey) && event.key === 'Enter' && event.target !== prompt) return void make(store);
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    if (document.querySelector('dialog[open]')) return;
    if (act(store, event.key)) event.preventDefault();
  });
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement || target instanceof HTMLSelectElement
  );
}

function act(store: PageStore, key: string): boolean {
  const card = onStage(store.state);
  if (key === '/') byId('prompt', HTMLTextAreaElement).focus();
  else if (key === '?') openKeys();
  else if (key === 'ArrowRight' && !isInStyles()) browse(store, 1);
  else if (key === 'ArrowLeft' && !isInStyles()) browse(store, -1);
  else if (!card) return false;
  else if (key === 'r') void reroll(store, card);
  else if (key === 'e') edit(store, card);
  else if (key === 'c') void copyPrompt(card);
  else if (key === 'x' && (card.state === 'queued' || card.state === 'rendering')) void cancel(card);
  else if (key === 'd' && card.pictures.length > 0) for (const { index } of card.pictures) download(card, index);
  else if (key === 'Delete' && !card.live) void remove(store, card);
  else return false;
  return true;
}

/** There the arrows choose a style. */
function isInStyles(): boolean {
  return document.activeElement?.closest('#styles') !== null && document.activeElement !== document.body;
}

function openKeys(): void {
  const dialog = byId('keys-dialog', HTMLDialogElement);
  dialog.replaceChildren(
    element(
      'header',
      {},
      element('h2', { id: 'keys-title' }, 'Keyboard'),
      element(
        'button',
        { type: 'button', class: 'square', 'aria-label': 'Close', onclick: () => dialog.close() },
        icon('close'),
      ),
    ),
    element(
      'dl',
      { class: 'keys' },
      ...KEYS.flatMap(([key, what]) => [element('dt', {}, element('kbd', {}, key)), element('dd', {}, what)]),
    ),
  );
  dialog.showModal();
}
