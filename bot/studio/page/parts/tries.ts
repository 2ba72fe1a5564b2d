import { lookAt, make } from '#bot/studio/page/app/commands.ts';
import { element, putInOrder } from '#bot/studio/page/app/element.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { coverAddress } from '#bot/studio/page/app/server.ts';
import { changeDraft, type PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** As many at a press as a job has pictures at most. */
const TRIES = 4;

/** What was drawn from the picture that is being changed, newest first, and a button that draws four more. */
export function createTries(store: PageStore): HTMLElement {
  const list = element('div', { class: 'tries' });
  const more = element(
    'button',
    { class: 'btn', onclick: () => void tryMore(store) },
    icon('grid'),
    labelOf('page.more-tries', { count: TRIES }),
  );
  const title = element('h3', { class: 'row' }, element('span', { class: 'grow' }, labelOf('page.tries')));
  const place = element('section', { class: 'tries-of', 'aria-label': labelOf('page.tries') }, title, list, more);
  const tiles = new Map<string, HTMLElement>();
  store.watch(
    ({ jobs, draft }) => [jobs, draft.start?.sha256],
    (jobs, sha256) => {
      const tried = jobs.filter(({ order, pictures }) => pictures.length > 0 && order.start?.image.sha256 === sha256);
      const shown =
        sha256 === undefined ? [] : tried.flatMap((card) => card.pictures.map(({ index }) => ({ card, index })));
      for (const key of tiles.keys()) if (!shown.some((one) => keyOf(one) === key)) tiles.delete(key);
      title.hidden = shown.length === 0;
      putInOrder(
        list,
        shown.map((one) => {
          const tile = tiles.get(keyOf(one)) ?? createTry(store, one);
          tiles.set(keyOf(one), tile);
          return tile;
        }),
      );
    },
  );
  return place;
}

interface Try {
  readonly card: JobCard;
  readonly index: number;
}

function keyOf({ card, index }: Try): string {
  return `${card.id} ${index}`;
}

function createTry(store: PageStore, { card, index }: Try): HTMLElement {
  const picture = card.pictures.find((one) => one.index === index)!;
  const label = labelOf('page.seed-value', { seed: picture.seed });
  const onclick = () => {
    lookAt(store, card);
    store.set({ isChanging: false });
  };
  const { width, height } = picture;
  return element(
    'button',
    { class: 'try', title: card.order.prompt, onclick },
    element('img', { src: coverAddress(card, index), alt: card.order.prompt, width, height, loading: 'lazy' }),
    element('span', { class: 'soft small-text' }, label),
  );
}

/** The same with other seeds; how many are made else stays as it was. */
async function tryMore(store: PageStore): Promise<void> {
  const { count } = store.state.draft;
  changeDraft(store, { count: TRIES });
  await make(store);
  changeDraft(store, { count });
}
