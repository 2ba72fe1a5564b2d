import { ACTIONS, keyName } from '#bot/studio/page/app/actions.ts';
import { make } from '#bot/studio/page/app/commands.ts';
import { byId, element } from '#bot/studio/page/app/element.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { later } from '#bot/studio/page/app/later.ts';
import type { Live } from '#bot/studio/page/app/live.ts';
import { onStage, type PageStore } from '#bot/studio/page/app/state.ts';
import { undoNewest } from '#bot/studio/page/app/undo.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { browse } from '#bot/studio/page/parts/browse.ts';
import type { CommandCard } from '#bot/studio/server/api.ts';

/** Keys of the page itself, as they are told in the dialog; those of pictures and commands stand in their own tables. */
const KEYS: readonly (readonly [string, string])[] = [
  ['Enter', labelOf('page.key-make')],
  ['Alt+L', labelOf('page.key-live')],
  ['Ctrl+↑ ↓', labelOf('page.key-weight')],
  ['/', labelOf('page.key-write')],
  ['← →', labelOf('page.key-browse')],
  ['Tab', labelOf('page.key-complete')],
  ['↑ ↓', labelOf('page.key-recall')],
  ['Ctrl+Z', labelOf('page.key-undo')],
  ['?', labelOf('page.key-list')],
];

/** Everything has a key; letters count only while nobody writes. */
export function listenToKeys(store: PageStore, live: Live): void {
  const prompt = byId('prompt', HTMLTextAreaElement);
  byId('open-help', HTMLButtonElement).append(icon('help'));
  byId('open-help', HTMLButtonElement).addEventListener('click', () => {
    const help = store.state.commands.find(({ call }) => call === 'help');
    if (help) openCommand(store, help);
  });
  byId('make', HTMLButtonElement).prepend(icon('pencil'));
  byId('make', HTMLButtonElement).addEventListener('click', () => void make(store));
  prompt.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') prompt.blur();
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!event.repeat) void make(store);
  });
  document.addEventListener('keydown', (event) => {
    if (event.altKey && event.code === 'KeyL') {
      event.preventDefault();
      return live.toggle();
    }
    if ((event.ctrlKey || event.metaKey) && event.key === 'Enter' && event.target !== prompt) return void make(store);
    const isUndo = (event.ctrlKey || event.metaKey) && event.key === 'z' && !isWriting(event.target);
    if (isUndo && undoNewest()) return event.preventDefault();
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    if (document.querySelector('dialog[open]')) return;
    if (act(store, event.key)) event.preventDefault();
  });
}

function openCommand(store: PageStore, command: CommandCard): void {
  void later(
    () => import('#bot/studio/page/parts/command-dialog.ts'),
    (part) => part.openCommand(store, command),
  );
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement || target instanceof HTMLSelectElement
  );
}

function act(store: PageStore, key: string): boolean {
  const card = onStage(store.state);
  const action = card && ACTIONS.find((one) => one.key === key && one.when(card));
  const command = store.state.commands.find((one) => one.key === key);
  if (key === '/') byId('prompt', HTMLTextAreaElement).focus();
  else if (key === '?') openKeys(store);
  else if (key === 'ArrowRight' && !isInStyles()) browse(store, 1);
  else if (key === 'ArrowLeft' && !isInStyles()) browse(store, -1);
  else if (action) action.do(store, card, { byPointer: false });
  else if (command) openCommand(store, command);
  else return false;
  return true;
}

/** There the arrows choose a style. */
function isInStyles(): boolean {
  return document.activeElement?.closest('#styles') !== null && document.activeElement !== document.body;
}

function openKeys(store: PageStore): void {
  const dialog = byId('keys-dialog', HTMLDialogElement);
  const ofPictures = ACTIONS.flatMap(({ key, about }) => (key === null ? [] : [[keyName(key), about] as const]));
  dialog.replaceChildren(
    element(
      'header',
      {},
      element('h2', { id: 'keys-title' }, labelOf('page.keyboard')),
      element(
        'button',
        {
          type: 'button',
          class: 'btn quiet icon-only small',
          'aria-label': labelOf('page.close'),
          onclick: () => dialog.close(),
        },
        icon('close'),
      ),
    ),
    element('dl', { class: 'keys' }, ...[...KEYS, ...ofPictures].flatMap(([key, what]) => keyRow(key, what))),
    element('h3', {}, labelOf('page.commands')),
    element('dl', { class: 'keys' }, ...store.state.commands.flatMap((command) => commandRow(store, command))),
  );
  dialog.showModal();
}

function keyRow(key: string, what: string): readonly Node[] {
  return [element('dt', {}, element('kbd', {}, key)), element('dd', {}, what)];
}

function commandRow(store: PageStore, command: CommandCard): readonly Node[] {
  const run = () => {
    byId('keys-dialog', HTMLDialogElement).close();
    openCommand(store, command);
  };
  return [
    element('dt', {}, element('button', { type: 'button', class: 'link', onclick: run }, `/${command.call}`)),
    element(
      'dd',
      {},
      command.description,
      command.key === null ? null : ' ',
      command.key === null ? null : element('kbd', {}, keyName(command.key)),
    ),
  ];
}
