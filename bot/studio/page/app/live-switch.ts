import { byId } from '#bot/studio/page/app/element.ts';
import { later } from '#bot/studio/page/app/later.ts';
import type { Live } from '#bot/studio/page/app/live.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';

/** Off, until toggled; what renders is loaded then. */
export function createLiveSwitch(store: PageStore): Live {
  let live: Live | null = null;
  const toggle = () => {
    if (live) return live.toggle();
    void later(
      () => import('#bot/studio/page/app/live.ts'),
      ({ createLive }) => {
        live ??= createLive(store);
        live.toggle();
      },
    );
  };
  showSwitch(store, toggle);
  return { toggle, take: (card) => live?.take(card) };
}

function showSwitch(store: PageStore, toggle: () => void): void {
  const button = byId('live', HTMLButtonElement);
  const speed = byId('live-speed', HTMLOutputElement);
  button.addEventListener('click', toggle);
  store.watch(
    ({ isLive, liveMs }) => [isLive, liveMs],
    (isLive, liveMs) => {
      button.setAttribute('aria-checked', String(isLive));
      document.body.classList.toggle('is-live', isLive);
      speed.textContent = isLive && liveMs !== null ? `${liveMs} ms` : '';
    },
  );
}
