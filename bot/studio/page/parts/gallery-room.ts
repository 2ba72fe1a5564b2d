import { byId, element, putInOrder } from '#bot/studio/page/app/element.ts';
import { type FoundPicture, findPictures } from '#bot/studio/page/app/find-pictures.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { loadOlder } from '#bot/studio/page/app/load-jobs.ts';
import { enterRoom } from '#bot/studio/page/app/rooms.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { attempt } from '#bot/studio/page/app/toasts.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { createChosenBar } from '#bot/studio/page/parts/chosen-bar.ts';
import { createVersus } from '#bot/studio/page/parts/versus.ts';
import { createWork, type Work } from '#bot/studio/page/parts/work.ts';

/** A work with its title, and what lies between two, in CSS pixels as in gallery.css. */
const WORK = { width: 152, height: 220, gap: 20 };
/** Rows that are made before they come into sight. */
const AHEAD_ROWS = 1;

/** All pictures on a wall: only those in sight are there, so that ten thousand scroll as ten do. */
export function showGalleryRoom(store: PageStore): void {
  const wall = element('div', { class: 'wall', role: 'list', 'aria-label': labelOf('page.gallery') });
  const scroller = element('div', { class: 'scroller', tabindex: '-1' }, wall);
  const count = element('p', { class: 'day soft', role: 'status' });
  const empty = element('p', { class: 'soft empty' });
  byId('room-gallery', HTMLDivElement).append(
    finder(store),
    count,
    empty,
    scroller,
    createChosenBar(store),
    createVersus(store),
  );
  const works = new Map<string, Work>();
  let found: readonly FoundPicture[] = [];

  function draw() {
    if (store.state.room !== 'gallery') return;
    const columns = Math.max(1, Math.floor((scroller.clientWidth + WORK.gap) / (WORK.width + WORK.gap)));
    const rowHeight = WORK.height + WORK.gap;
    wall.style.setProperty('--rows-high', `${Math.ceil(found.length / columns) * rowHeight}px`);
    const first = Math.max(0, Math.floor(scroller.scrollTop / rowHeight) - AHEAD_ROWS) * columns;
    const rows = Math.ceil(scroller.clientHeight / rowHeight) + 2 * AHEAD_ROWS + 1;
    const inSight = found.slice(first, first + rows * columns);
    for (const id of works.keys()) if (!inSight.some(({ card }) => card.id === id)) works.delete(id);
    const shown = inSight.map((one, index) => {
      const work = works.get(one.card.id) ?? createWork(store, one.card.id);
      works.set(one.card.id, work);
      work.show(one, { chosen: store.state.chosen.indexOf(one.card.id) });
      const at = first + index;
      work.item.style.setProperty('--x', `${(at % columns) * (WORK.width + WORK.gap)}px`);
      work.item.style.setProperty('--y', `${Math.floor(at / columns) * rowHeight}px`);
      return work.item;
    });
    putInOrder(wall, shown);
    const isNearEnd = first + inSight.length >= found.length;
    if (isNearEnd && store.state.olderBefore !== null) void more();
  }

  const more = once(() => attempt(() => loadOlder(store)));
  store.watch(
    ({ jobs, sought, room, chosen, stars, filter }) => [jobs, sought, room, chosen, stars, filter],
    (jobs, sought, ..._others) => {
      found = findPictures(store.state);
      count.textContent = found.length === 0 ? '' : labelOf('page.works', { count: found.length });
      empty.textContent = labelOf(
        sought.trim() === '' && jobs.length === 0 ? 'page.gallery-empty' : 'page.nothing-found',
      );
      empty.hidden = found.length > 0;
      draw();
    },
  );
  scroller.addEventListener('scroll', draw, { passive: true });
  new ResizeObserver(draw).observe(scroller);
  wall.addEventListener('dblclick', () => enterRoom('draw'));
  wall.addEventListener('keydown', (event) => walk(wall, event));
}

/** Runs one at a time: what is asked for meanwhile is not asked twice. */
function once(work: () => Promise<unknown>): () => Promise<void> {
  let isRunning = false;
  return async () => {
    if (isRunning) return;
    isRunning = true;
    await work();
    isRunning = false;
  };
}

function finder(store: PageStore): HTMLElement {
  const input = element('input', {
    id: 'search',
    type: 'search',
    autocomplete: 'off',
    'aria-label': labelOf('page.search'),
    placeholder: labelOf('page.search'),
    oninput: () => store.set({ sought: input.value }),
  });
  const toggle = (name: 'starred' | 'grouped', { label, picture }: { label: string; picture: 'star' | 'copy' }) => {
    const button = element(
      'button',
      {
        type: 'button',
        class: 'btn small',
        onclick: () => store.set({ filter: { ...store.state.filter, [name]: !store.state.filter[name] } }),
      },
      icon(picture),
      label,
    );
    store.watch(
      ({ filter }) => [filter[name]],
      (isOn) => button.setAttribute('aria-pressed', String(isOn)),
    );
    return button;
  };
  return element(
    'div',
    { class: 'row find' },
    input,
    toggle('starred', { label: labelOf('page.starred'), picture: 'star' }),
    toggle('grouped', { label: labelOf('page.groups'), picture: 'copy' }),
  );
}

/** One stop for Tab; arrows go from work to work, up and down by rows. */
function walk(wall: HTMLElement, event: KeyboardEvent): void {
  const works = [...wall.querySelectorAll<HTMLElement>('.work > button.open')];
  const at = works.indexOf(document.activeElement as HTMLElement);
  if (at < 0) return;
  const columns = works.filter((one) => one.offsetParent === works[0]!.offsetParent).length;
  const across = works.findIndex((one, index) => index > 0 && rowOf(one) !== rowOf(works[0]!));
  const step = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: across < 0 ? columns : across,
    ArrowUp: -(across < 0 ? columns : across),
  }[event.key];
  const next = step === undefined ? undefined : works[at + step];
  if (!next) return;
  event.preventDefault();
  event.stopPropagation();
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
}

function rowOf(work: HTMLElement): string {
  return work.parentElement!.style.getPropertyValue('--y');
}
