import { byId, element } from '#bot/studio/page/app/element.ts';
import { pictureAddress, server } from '#bot/studio/page/app/server.ts';
import { onStage, type PageStore, withCard } from '#bot/studio/page/app/state.ts';
import { attempt } from '#bot/studio/page/app/toasts.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** A narrow screen has the stage above the gallery: whoever picks a picture wants to see it. */
const NARROW = '(max-width: 980px)';

/** A tile for every job that was kept, newest first; what waits shows its place, what is drawn its progress. */
export function showGallery(store: PageStore): void {
  const gallery = byId('gallery', HTMLDivElement);
  const more = byId('more', HTMLButtonElement);
  /** Tiles are kept as long as their card is the same, so that pictures are not loaded again at every step. */
  let tiles = new Map<string, { readonly card: JobCard; readonly tile: HTMLElement }>();
  store.watch(
    (state) => [state.jobs, onStage(state)?.id],
    (jobs, stageId) => {
      const next = new Map(
        jobs.map((card) => {
          const known = tiles.get(card.id);
          return [card.id, known?.card === card ? known : { card, tile: tileOf(store, card) }];
        }),
      );
      tiles = next;
      for (const [id, { tile }] of tiles) tile.setAttribute('aria-current', String(id === stageId));
      const empty = element('p', { class: 'quiet' }, labelOf('page.gallery-empty'));
      putInOrder(gallery, jobs.length === 0 ? [empty] : [...tiles.values()].map(({ tile }) => tile));
    },
  );
  store.watch(
    ({ olderBefore }) => [olderBefore],
    (olderBefore) => {
      more.hidden = olderBefore === null;
    },
  );
  more.addEventListener('click', () => void loadOlder(store));
}

/** Makes these the children of the place. What is there already is not touched, so that it keeps the focus. */
function putInOrder(place: HTMLElement, wanted: readonly HTMLElement[]): void {
  const keep = new Set<Element>(wanted);
  for (const child of [...place.children]) if (!keep.has(child)) child.remove();
  for (const [index, child] of wanted.entries())
    if (place.children[index] !== child) place.insertBefore(child, place.children[index] ?? null);
}

/** Asks for the newest jobs again: at the start, and after a connection was lost. News that came meanwhile is newer. */
export async function loadNewest(store: PageStore): Promise<void> {
  const before = new Set(store.state.jobs);
  const { jobs: asked, next } = await server.jobs(null);
  const news = store.state.jobs.filter((card) => !before.has(card));
  const oldest = asked.at(-1)?.createdAt ?? 0;
  const older = next === null ? [] : store.state.jobs.filter(({ createdAt }) => createdAt < oldest);
  const jobs = [...older, ...news].reduce(withCard, asked);
  store.set({ jobs, olderBefore: older.length > 0 ? store.state.olderBefore : next });
}

async function loadOlder(store: PageStore): Promise<void> {
  await attempt(async () => {
    const { jobs, next } = await server.jobs(store.state.olderBefore);
    const known = new Set(store.state.jobs.map(({ id }) => id));
    store.set({
      jobs: jobs.filter(({ id }) => !known.has(id)).reduce(withCard, store.state.jobs),
      olderBefore: next,
    });
  });
}

/** Puts the tile before or after the one on the stage there. */
export function browse(store: PageStore, move: 1 | -1): void {
  const { jobs } = store.state;
  const at = jobs.findIndex(({ id }) => id === onStage(store.state)?.id);
  const next = jobs[Math.min(jobs.length - 1, Math.max(0, at + move))];
  if (next) store.set({ selectedId: next.id });
}

function tileOf(store: PageStore, card: JobCard): HTMLElement {
  const choose = () => {
    store.set({ selectedId: card.id });
    if (matchMedia(NARROW).matches)
      byId('frame', HTMLDivElement).scrollIntoView({ behavior: 'smooth', block: 'start' });
  };
  return element(
    'button',
    {
      type: 'button',
      class: `tile ${card.state}`,
      title: card.order.prompt,
      'aria-label': `${card.order.prompt}, ${card.status}`,
      onclick: choose,
    },
    ...faceOf(card),
  );
}

function faceOf(card: JobCard): readonly Node[] {
  const [first, ...others] = card.pictures;
  if (first) {
    const picture = element('img', {
      src: pictureAddress(card.id, first.index),
      alt: '',
      loading: 'lazy',
      width: first.width,
      height: first.height,
    });
    return others.length === 0 ? [picture] : [picture, element('span', { class: 'badge' }, `×${card.pictures.length}`)];
  }
  if (card.state === 'failed') return [element('span', { class: 'word' }, labelOf('page.failed'))];
  const preview = card.preview === null ? [] : [element('img', { src: card.preview, alt: '' })];
  const full = card.state === 'rendering' ? card.step / Math.max(1, card.steps) : 0;
  const ring = element('span', { class: 'ring', 'style:--full': full });
  return [...preview, ring];
}
