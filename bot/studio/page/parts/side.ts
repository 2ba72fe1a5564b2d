import { byId } from '#bot/studio/page/app/element.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';

/** A narrow window has the sheet over the easel: it is closed until somebody wants it. */
const NARROW = '(max-width: 980px)';

const TITLES = { builder: 'page.builder', settings: 'page.settings', change: 'page.change-title' } as const;

/** The sheet at the side: a sentence to build or settings, one button goes from one to the other. */
export function showSide(store: PageStore): void {
  const side = byId('side', HTMLElement);
  const open = byId('open-side', HTMLButtonElement);
  const other = byId('other-side', HTMLButtonElement);
  const close = byId('close-side', HTMLButtonElement);
  other.addEventListener('click', () =>
    store.set({ isChanging: false, side: store.state.side === 'settings' ? 'builder' : 'settings' }),
  );
  close.append(icon('close'));
  close.addEventListener('click', () => {
    store.set(store.state.isChanging ? { isChanging: false } : { side: null });
    open.focus();
  });
  open.addEventListener('click', () => {
    const { side: now, isChanging } = store.state;
    if (isChanging) return store.set({ isChanging: false, side: 'settings' });
    if (matchMedia(NARROW).matches) store.set({ side: now === null ? 'settings' : null });
    else store.set({ side: now === 'settings' ? 'builder' : 'settings' });
  });
  if (matchMedia(NARROW).matches) store.set({ side: null });
  store.watch(
    (state) => [state.isChanging ? ('change' as const) : state.side],
    (now) => {
      side.hidden = now === null;
      byId('drawn-as', HTMLElement).hidden = now === 'change';
      byId('hints', HTMLDivElement).hidden = now === 'change';
      side.classList.toggle('is-builder', now === 'builder');
      side.classList.toggle('is-settings', now === 'settings');
      const title = labelOf(TITLES[now ?? 'settings']);
      byId('side-title', HTMLHeadingElement).textContent = title;
      side.ariaLabel = title;
      byId('settings', HTMLDivElement).hidden = now !== 'settings';
      const next = labelOf(now === 'settings' ? 'page.builder' : 'page.settings');
      other.textContent = next;
      const word = Object.assign(document.createElement('span'), { className: 'word-beside', textContent: next });
      open.replaceChildren(icon(now === 'settings' ? 'grid' : 'settings'), word);
      open.ariaLabel = next;
    },
  );
}
