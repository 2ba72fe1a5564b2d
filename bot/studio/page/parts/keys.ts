import { make } from '#bot/studio/page/app/commands.ts';
import { byId } from '#bot/studio/page/app/element.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { later } from '#bot/studio/page/app/later.ts';
import type { Live } from '#bot/studio/page/app/live.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { browse } from '#bot/studio/page/parts/browse.ts';
import { openCommand } from '#bot/studio/page/parts/open-command.ts';

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
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !isForPage(event)) return;
    if (document.querySelector('dialog[open]')) return;
    if (act(store, event.key)) event.preventDefault();
  });
}

/** Nobody writes: letters are keys. */
export function isForPage({ target }: KeyboardEvent): boolean {
  return !(
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLInputElement ||
    target instanceof HTMLSelectElement
  );
}

function act(store: PageStore, key: string): boolean {
  const command = store.state.commands.find((one) => one.key === key);
  if (key === '/') byId('prompt', HTMLTextAreaElement).focus();
  else if (key === '?')
    void later(
      () => import('#bot/studio/page/parts/keys-dialog.ts'),
      (part) => part.openKeys(store),
    );
  else if (key === 'ArrowRight' && !isInStyles()) browse(store, 1);
  else if (key === 'ArrowLeft' && !isInStyles()) browse(store, -1);
  else if (command) openCommand(store, command);
  else return false;
  return true;
}

/** There the arrows choose a style. */
function isInStyles(): boolean {
  return document.activeElement?.closest('#styles') !== null && document.activeElement !== document.body;
}
