import { byId, element } from '#bot/studio/page/app/element.ts';
import { createGalleryStretches, type GalleryStretches } from '#bot/studio/page/app/gallery-stretches.ts';
import type { GallerySought } from '#bot/studio/page/app/server.ts';
import type { PageStore, State } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { chosenCards, createChosenBar } from '#bot/studio/page/parts/chosen-bar.ts';
import { createComparisonView } from '#bot/studio/page/parts/comparison-view.ts';
import { createFinder } from '#bot/studio/page/parts/finder.ts';
import { createVisibleWorks, walk } from '#bot/studio/page/parts/visible-works.ts';

/** What is in sight is asked for this often while it scrolls. Milliseconds. */
const ASK_MS = 120;

/** All pictures on a wall: only those in sight are there and asked for, so that ten thousand scroll as ten do. */
export function showGalleryRoom(store: PageStore): void {
  const room = byId('room-gallery', HTMLDivElement);
  const wall = element('div', { class: 'wall', role: 'list', 'aria-label': labelOf('page.gallery') });
  const scroller = element('div', { class: 'scroller', tabindex: '-1' }, wall);
  const count = element('p', { class: 'day soft', role: 'status' });
  const empty = element('p', { class: 'soft empty', hidden: true });
  const stretches = createGalleryStretches(() => show());
  const showWorks = createVisibleWorks(store, wall);
  const finder = createFinder(store);
  room.append(finder.row, count, empty, scroller, createChosenBar(store), comparison(store));

  let isAsking = false;
  let inSight = { from: 0, count: 0 };
  let painting = 0;
  /** Whether anything but the scroll position may have changed since the works were placed. */
  let isStale = true;

  function show() {
    const { total } = stretches;
    finder.show(stretches);
    count.textContent = total === null || total === 0 ? '' : labelOf('page.works', { count: total });
    empty.hidden = total !== 0;
    empty.textContent = labelOf(isAnything(store.state) ? 'page.gallery-empty' : 'page.nothing-found');
    soon();
  }
  /** Once a frame, however often it scrolls meanwhile. */
  function scrolled() {
    if (painting === 0) painting = requestAnimationFrame(paint);
  }
  function soon() {
    isStale = true;
    scrolled();
  }
  function paint() {
    painting = 0;
    if (store.state.room !== 'gallery') return;
    inSight = showWorks(stretches, scroller, { isStale });
    isStale = false;
    if (!isAsking) setTimeout(ask, stretches.total === null ? 0 : ASK_MS);
    isAsking = true;
  }
  function ask() {
    isAsking = false;
    stretches.need(inSight.from, inSight.count);
  }

  followChanges(store, { stretches, show, soon });
  scroller.addEventListener('scroll', scrolled, { passive: true });
  new ResizeObserver(soon).observe(scroller);
  wall.addEventListener('keydown', (event) => walk(wall, event));
}

/** The two that are chosen, while they are compared. */
function comparison(store: PageStore): HTMLElement {
  const view = createComparisonView(() => store.set({ isComparing: false }));
  store.watch(
    ({ isComparing, chosen, jobs }) => [isComparing, chosen, jobs],
    (isComparing, _chosen, _jobs) => {
      const [a, b] = chosenCards(store.state);
      view.show(isComparing && a?.pictures[0] && b?.pictures[0] ? [a, b] : null);
    },
  );
  return view.element;
}

interface Wall {
  readonly stretches: GalleryStretches;
  /** Shows how many there are, and the works in sight. */
  readonly show: () => void;
  /** Shows the works in sight again. */
  readonly soon: () => void;
}

function followChanges(store: PageStore, { stretches, show, soon }: Wall): void {
  store.watch(
    ({ sought, filter, room: now }) => [sought, filter, now],
    (_sought, _filter, now) => {
      if (now !== 'gallery') return;
      stretches.seek(soughtOf(store.state));
      show();
    },
  );
  store.watch(
    ({ jobs, stars, filter, galleryTurn }) => [keyOf(jobs), filter.starred ? stars : null, galleryTurn],
    (..._changed) => {
      stretches.stale();
      show();
    },
  );
  store.watch(
    ({ jobs, chosen, stars }) => [jobs, chosen, stars],
    (..._changed) => soon(),
  );
}

/** What the filters say, as the studio is asked for it. */
function soughtOf({ sought, filter }: State): GallerySought {
  const { starred, grouped, place, days } = filter;
  const since = days === null ? {} : { since: new Date().setHours(0, 0, 0, 0) - (days - 1) * DAY_MS };
  return { words: sought.slice(0, SOUGHT_CHARS_MAX), starred, grouped, place, ...since };
}

const DAY_MS = 24 * 60 * 60 * 1000;
const SOUGHT_CHARS_MAX = 400;

function isAnything({ sought, filter }: State): boolean {
  return sought.trim() === '' && !filter.starred && filter.place === 'all' && filter.days === null;
}

/** Changes when a job comes, ends or goes; how far one is does not matter here. */
function keyOf(jobs: State['jobs']): string {
  return jobs.map(({ id, state }) => `${id} ${state}`).join();
}
