import { byId, element, putInOrder } from '#bot/studio/page/app/element.ts';
import { server } from '#bot/studio/page/app/server.ts';
import { onStage, type PageStore, type State, withCard } from '#bot/studio/page/app/state.ts';
import { attempt } from '#bot/studio/page/app/toasts.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { createTile, type Tile } from '#bot/studio/page/parts/tile.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** A narrow screen has the stage above the gallery: whoever picks a picture wants to see it. */
const NARROW = '(max-width: 980px)';

/** A tile for every job that was kept, newest first; what waits shows its place, what is drawn its progress. */
export function showGallery(store: PageStore): void {
  const gallery = byId('gallery', HTMLDivElement);
  const empty = element('p', { class: 'quiet' });
  const tiles = new Map<string, Tile>();
  store.watch(
    (state) => [state.jobs, state.sought, onStage(state)?.id],
    (_jobs, sought, stageId) => {
      const found = foundJobs(store.state);
      for (const id of tiles.keys()) if (!found.some((card) => card.id === id)) tiles.delete(id);
      for (const card of found) {
        const tile = tiles.get(card.id) ?? createTile(card, (chosen) => choose(store, chosen));
        if (tile.card !== card) tile.show(card);
        tiles.set(card.id, tile);
      }
      empty.textContent = labelOf(sought.trim() === '' ? 'page.gallery-empty' : 'page.nothing-found');
      const buttons = found.map(({ id }) => tiles.get(id)!.button);
      putInOrder(gallery, buttons.length === 0 ? [empty] : buttons);
      mark(buttons, { stageId });
    },
  );
  gallery.addEventListener('keydown', (event) => stepThrough(store, event));
  showSearch(store);
  showMore(store);
}

/** One of them can be reached with Tab: the one on the stage, else the first. From there arrows go on. */
function mark(buttons: readonly HTMLButtonElement[], { stageId }: { readonly stageId: string | undefined }): void {
  const chosen = buttons.find(({ dataset }) => dataset.job === stageId);
  for (const button of buttons) {
    button.ariaCurrent = String(button === chosen);
    button.tabIndex = button === (chosen ?? buttons[0]) ? 0 : -1;
  }
}

/** What the gallery shows while somebody searches: prompts that have all of the words. */
function foundJobs(state: State): readonly JobCard[] {
  const words = state.sought.toLowerCase().split(/\s+/).filter(Boolean);
  return state.jobs.filter(({ order }) => words.every((word) => order.prompt.toLowerCase().includes(word)));
}

/** Appears when there is something to search through. */
function showSearch(store: PageStore): void {
  const input = byId('search', HTMLInputElement);
  input.addEventListener('input', () => store.set({ sought: input.value }));
  store.watch(
    ({ jobs, sought }) => [jobs.length >= SEARCHED_MIN || sought !== ''],
    (isShown) => {
      input.hidden = !isShown;
    },
  );
}

const SEARCHED_MIN = 8;

function showMore(store: PageStore): void {
  const more = byId('more', HTMLButtonElement);
  store.watch(
    ({ olderBefore }) => [olderBefore],
    (olderBefore) => {
      more.hidden = olderBefore === null;
    },
  );
  more.addEventListener('click', () => void loadOlder(store));
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

/** Puts the tile before or after the one on the stage there, and where it can be seen. */
export function browse(store: PageStore, move: 1 | -1): void {
  const found = foundJobs(store.state);
  const at = found.findIndex(({ id }) => id === onStage(store.state)?.id);
  const next = found[Math.min(found.length - 1, Math.max(0, at + move))];
  if (!next) return;
  store.set({ selectedId: next.id });
  tileOf(next.id)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Inside the gallery the focus goes along with the choice. */
function stepThrough(store: PageStore, event: KeyboardEvent): void {
  const move = STEPS[event.key];
  if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  browse(store, move);
  queueMicrotask(() => tileOf(onStage(store.state)?.id ?? '')?.focus());
}

function tileOf(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-job="${CSS.escape(id)}"]`);
}

function choose(store: PageStore, card: JobCard): void {
  store.set({ selectedId: card.id });
  if (matchMedia(NARROW).matches) byId('frame', HTMLDivElement).scrollIntoView({ behavior: 'smooth', block: 'start' });
}
