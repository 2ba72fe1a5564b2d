import { byId } from '#bot/studio/page/app/element.ts';
import { later } from '#bot/studio/page/app/later.ts';
import type { PageStore, Room, State } from '#bot/studio/page/app/state.ts';
import { ROOMS } from '#bot/studio/page/app/state.ts';

/** The page's rooms have addresses (`#gallery`), so that the browser's own back and forward go through them. */
export function followRooms(store: PageStore): void {
  const enter = () => store.set({ room: roomNamed(location.hash.slice(1)) });
  window.addEventListener('hashchange', enter);
  enter();
  followRulers(store);
  store.watch(
    ({ room }) => [room],
    (room) => {
      for (const name of ROOMS) byId(`room-${name}`, HTMLDivElement).hidden = name !== room;
      for (const link of byId('rooms', HTMLElement).querySelectorAll('a'))
        link.ariaCurrent = link.hash === `#${room}` ? 'page' : null;
      // A phone may not have room for all of them.
      document.querySelector('#rooms [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    },
  );
}

/** Rooms of those who look after servers have a link for them alone. */
function followRulers(store: PageStore): void {
  store.watch(
    ({ facts }) => [facts?.canRule],
    (canRule) => {
      for (const link of document.querySelectorAll<HTMLElement>('.for-rulers')) link.hidden = canRule !== true;
    },
  );
}

/** Loads a part of the page when it is first needed, and again when that failed. */
export function whenFirst<Part>(
  store: PageStore,
  { is, load, show }: { is: (state: State) => boolean; load: () => Promise<Part>; show: (part: Part) => void },
): void {
  let isThere = false;
  store.watch(
    (state) => [is(state)],
    async (isNeeded) => {
      if (!isNeeded || isThere) return;
      isThere = true;
      isThere = await later(load, show);
    },
  );
}

/** Goes there. */
export function enterRoom(room: Room): void {
  location.hash = room;
}

function roomNamed(name: string): Room {
  return ROOMS.find((room) => room === name) ?? 'draw';
}
