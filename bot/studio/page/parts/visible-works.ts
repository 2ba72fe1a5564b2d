import type { GalleryStretches } from '#bot/studio/page/app/gallery-stretches.ts';
import { cardOf, type PageStore } from '#bot/studio/page/app/state.ts';
import { createWork, type Work } from '#bot/studio/page/parts/work.ts';

/** Width and height of a work with its title, and the gap between two, in CSS pixels as in gallery.css. */
const WORK = { width: 152, height: 220, gap: 20 };
const ROW_HEIGHT = WORK.height + WORK.gap;

/** Rows that are made before they come into sight. */
const AHEAD_ROWS = 1;

/** Elements that are kept for more works than there are in sight now. */
const SPARE_MAX = 60;

/** Stillness after which elements come into the order in which they are read. Milliseconds. */
const REST_MS = 150;

/** Which works of all that were found are on the wall. */
interface InSight {
  readonly from: number;
  readonly count: number;
}

/**
 * Shows the works in sight and answers which those are; while these are the same rows, no element is touched. The
 * elements of works that have gone out of sight show those that come: making new ones costs a browser more than all
 * else on a fast scroll. The one with the focus stays where it is.
 */
export function createVisibleWorks(store: PageStore, wall: HTMLElement) {
  const works = new Map<string, Work>();
  const free: Work[] = [];
  let last: InSight = { from: -1, count: 0 };
  let resting: ReturnType<typeof setTimeout> | undefined;

  /** Those out of sight are free for others; the focused one stays on the wall while its place is the same. */
  function release(wanted: ReadonlyMap<string, number>, isStale: boolean): readonly Work[] {
    const focused: Work[] = [];
    for (const [key, work] of works) {
      if (wanted.has(key)) continue;
      const hasFocus = work.item.contains(document.activeElement);
      if (hasFocus && !isStale) focused.push(work);
      else {
        if (hasFocus) work.item.remove(); // whoever presses Enter next has not chosen another picture
        works.delete(key);
        free.push(work);
      }
    }
    return focused;
  }

  return (stretches: GalleryStretches, scroller: HTMLElement, { isStale }: { readonly isStale: boolean }): InSight => {
    const columns = Math.max(1, Math.floor((scroller.clientWidth + WORK.gap) / (WORK.width + WORK.gap)));
    const total = stretches.total ?? 0;
    place(wall, { '--rows-high': `${Math.ceil(total / columns) * ROW_HEIGHT}px` });
    const from = Math.max(0, Math.floor(scroller.scrollTop / ROW_HEIGHT) - AHEAD_ROWS) * columns;
    const count = (Math.ceil(scroller.clientHeight / ROW_HEIGHT) + 2 * AHEAD_ROWS + 1) * columns;
    if (!isStale && last.from === from && last.count === count) return last;
    last = { from, count };

    const wanted = keysOf(stretches, { from, until: Math.min(total, from + count) });
    const focused = release(wanted, isStale);
    const { chosen, jobs } = store.state;
    const visible: HTMLElement[] = [];
    for (const [key, at] of wanted) {
      const work = works.get(key) ?? free.pop() ?? createWork(store);
      works.set(key, work);
      const found = stretches.at(at);
      const card = found && (cardOf({ jobs, looked: null }, key) ?? found.card);
      work.show(card && { ...found, card }, { chosen: chosen.findIndex(({ id }) => id === key) });
      place(work.item, {
        '--x': `${(at % columns) * (WORK.width + WORK.gap)}px`,
        '--y': `${Math.floor(at / columns) * ROW_HEIGHT}px`,
      });
      visible.push(work.item);
    }
    for (const { item } of free) item.remove();
    free.length = Math.min(free.length, SPARE_MAX);
    for (const item of visible) if (item.parentElement !== wall) wall.append(item);
    clearTimeout(resting);
    const order = () => orderAround([...visible, ...focused.map(({ item }) => item)]);
    if (isStale) order();
    else resting = setTimeout(order, REST_MS);
    return last;
  };
}

/**
 * Puts elements into this order without a touch to the one with the focus. While it scrolls it would cost more than the
 * works themselves: whatever moves is laid out anew.
 */
function orderAround(items: readonly HTMLElement[]): void {
  const at = Math.max(
    0,
    items.findIndex((item) => item.contains(document.activeElement)),
  );
  for (let before = at - 1; before >= 0; before--)
    if (items[before]!.nextElementSibling !== items[before + 1]) items[before + 1]!.before(items[before]!);
  for (let after = at + 1; after < items.length; after++)
    if (items[after]!.previousElementSibling !== items[after - 1]) items[after - 1]!.after(items[after]!);
}

/** What tells these works apart, with the place of each; a picture that stands there twice is there once. */
function keysOf(
  stretches: GalleryStretches,
  { from, until }: { readonly from: number; readonly until: number },
): ReadonlyMap<string, number> {
  const keys = new Map<string, number>();
  for (let at = from; at < until; at++) {
    const key = stretches.at(at)?.card.id ?? `empty ${at}`;
    if (!keys.has(key)) keys.set(key, at); // what was asked for at two times may hold one picture twice
  }
  return keys;
}

/** Sets only properties that differ: a browser restyles an element for each that is set, also to the same value. */
function place({ style }: HTMLElement, properties: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(properties))
    if (style.getPropertyValue(name) !== value) style.setProperty(name, value);
}

/** One stop for Tab; arrows go from work to work, up and down by rows. */
export function walk(wall: HTMLElement, event: KeyboardEvent): void {
  const works = [...wall.querySelectorAll<HTMLElement>('.work > button.open')];
  const at = works.indexOf(document.activeElement as HTMLElement);
  const move = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
  if (at < 0 || !move) return;
  const [across = 0, down = 0] = move;
  const rowOf = (one: HTMLElement) => Number.parseFloat(one.parentElement!.style.getPropertyValue('--y'));
  const columnOf = (one: HTMLElement) => Number.parseFloat(one.parentElement!.style.getPropertyValue('--x'));
  event.preventDefault();
  event.stopPropagation();
  const now = works[at]!;
  const inRow = (one: HTMLElement) => rowOf(one) === rowOf(now) + down * ROW_HEIGHT && columnOf(one) === columnOf(now);
  const next = down === 0 ? works[at + across] : works.find(inRow);
  // One that was scrolled out of sight comes back before the walk goes on.
  if (next && isNear(next, now)) next.focus({ preventScroll: true });
  (document.activeElement as HTMLElement).scrollIntoView({ block: 'nearest' });

  function isNear(one: HTMLElement, other: HTMLElement) {
    return Math.abs(rowOf(one) - rowOf(other)) <= ROW_HEIGHT;
  }
}
