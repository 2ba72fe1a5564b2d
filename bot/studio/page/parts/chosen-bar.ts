import { changePicture, download, saveFile } from '#bot/studio/page/app/commands.ts';
import { element } from '#bot/studio/page/app/element.ts';
import { type IconName, icon } from '#bot/studio/page/app/icons.ts';
import { enterRoom } from '#bot/studio/page/app/rooms.ts';
import { star } from '#bot/studio/page/app/stars.ts';
import { cardOf, type PageStore, type State } from '#bot/studio/page/app/state.ts';
import { say } from '#bot/studio/page/app/toasts.ts';
import { removeAll } from '#bot/studio/page/app/undo.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { putOnEasel } from '#bot/studio/page/parts/work.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** Under the wall, as soon as something is chosen: how much, and what can be done with it. */
export function createChosenBar(store: PageStore): HTMLElement {
  const count = element('b', {});
  const actionButton = (label: string, picture: IconName, act: () => unknown) =>
    element('button', { class: 'btn small', onclick: () => void act() }, icon(picture), label);
  const easel = actionButton(labelOf('page.to-easel'), 'picture', () => putOnEasel(store, store.state.chosen[0]!));
  const change = actionButton(labelOf('page.change'), 'brush', async () => {
    await changePicture(store, chosenCards(store.state)[0]!, 0);
    enterRoom('draw');
  });
  const compare = actionButton(labelOf('page.compare'), 'compare', () =>
    store.set({ isComparing: !store.state.isComparing }),
  );
  const bar = element(
    'div',
    { class: 'sheet chosen-bar', role: 'group', 'aria-label': labelOf('page.chosen-actions'), hidden: true },
    count,
    element('span', { class: 'grow' }),
    easel,
    change,
    compare,
    actionButton(labelOf('page.star'), 'star', () =>
      star(
        store,
        store.state.chosen.map(({ id }) => id),
      ),
    ),
    actionButton(labelOf('page.download'), 'save', () => saveAll(chosenCards(store.state))),
    actionButton(labelOf('page.delete'), 'remove', async () => {
      const cards = chosenCards(store.state);
      store.set({ chosen: [], isComparing: false });
      await removeAll(store, cards);
    }),
    actionButton(labelOf('page.choose-none'), 'close', () => store.set({ chosen: [], isComparing: false })),
  );
  bar.children[7]!.classList.add('danger');
  store.watch(
    ({ chosen, isComparing }) => [chosen, isComparing],
    (chosen, isComparing) => {
      bar.hidden = chosen.length === 0;
      count.textContent = labelOf('page.chosen', { count: chosen.length });
      easel.hidden = chosen.length !== 1;
      change.hidden = chosen.length !== 1 || chosen[0]!.pictures.length === 0;
      compare.hidden = chosen.length !== 2;
      compare.setAttribute('aria-pressed', String(isComparing));
      if (isComparing && chosen.length !== 2) store.set({ isComparing: false });
    },
  );
  return bar;
}

/** In the order in which they were chosen. */
export function chosenCards({ chosen, jobs }: Pick<State, 'chosen' | 'jobs'>): readonly JobCard[] {
  return chosen.map((card) => cardOf({ jobs, looked: null }, card.id) ?? card); // as it is now
}

/** One as it is, several as one archive: a browser would ask for each of several files. */
function saveAll(cards: readonly JobCard[]): void {
  const drawn = cards.filter(({ pictures }) => pictures.length > 0);
  const [first] = drawn;
  if (drawn.length === 1 && first!.pictures.length === 1) download(first!, first!.pictures[0]!.index);
  else if (drawn.length > ARCHIVED_MAX) say(labelOf('page.archive-max', { max: ARCHIVED_MAX }), 'trouble');
  else if (first) saveFile(`/api/gallery/pictures.zip?${drawn.map(({ id }) => `of=${id}`).join('&')}`);
}

/** As many as the studio puts into one. */
const ARCHIVED_MAX = 200;
