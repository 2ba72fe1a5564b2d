import { edit, vary } from '#bot/studio/page/app/commands.ts';
import { element } from '#bot/studio/page/app/element.ts';
import { type IconName, icon } from '#bot/studio/page/app/icons.ts';
import { mediumOf, titleOf } from '#bot/studio/page/app/plate-words.ts';
import { enterRoom } from '#bot/studio/page/app/rooms.ts';
import { coverAddress } from '#bot/studio/page/app/server.ts';
import { star } from '#bot/studio/page/app/stars.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { inOneLine, labelOf } from '#bot/studio/page/app/words.ts';
import { SMALL_SIDE } from '#bot/studio/page/parts/frame.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** Beside a grid: the picture that is chosen in it, larger, what it was made with, and what can be done with it. */
export interface GridPanel {
  readonly element: HTMLElement;
  /** Null = nothing is chosen. */
  show(card: JobCard | null): void;
  /** Goes on with its settings, at the easel. */
  use(): void;
  star(): void;
  /** Says what is being compared; empty = nothing. */
  tell(sentence: string): void;
}

/** What is done with the grid rather than with one picture. */
export interface GridActions {
  readonly save: () => unknown;
  readonly compare: () => unknown;
  /** Shows the whole grid on Discord. */
  readonly show: () => unknown;
}

/** Nothing is chosen. */
export function createGridPanel(store: PageStore, { save, compare, show }: GridActions): GridPanel {
  let shown: JobCard | null = null;
  const large = createLargePicture();
  const actionButton = (name: string, picture: IconName, act: (card: JobCard) => unknown) =>
    element('button', { class: 'btn', onclick: () => shown && void act(shown) }, icon(picture), name);
  const use = (card: JobCard) => {
    edit(store, card);
    store.set({ selectedId: card.id });
    enterRoom('draw');
  };
  const useButton = actionButton(labelOf('page.use-cell'), 'check', use);
  useButton.classList.add('main');
  const starButton = actionButton(labelOf('page.star'), 'star', ({ id }) => star(store, [id]));
  const varyButton = actionButton(labelOf('page.vary'), 'vary', async (card) => {
    enterRoom('draw');
    await vary(store, card, 'subtle');
  });
  const compareButton = actionButton(labelOf('page.compare'), 'compare', compare);
  const saveButton = actionButton(labelOf('page.save-sheet'), 'save', save);
  const showButton = actionButton(labelOf('page.to-discord'), 'larger', show);
  const told = element('p', { class: 'told small-text', role: 'status' });
  const place = element(
    'aside',
    { class: 'sheet grid-panel', 'aria-label': labelOf('page.chosen-cell'), hidden: true },
    ...large.parts,
    element('div', { class: 'actions' }, useButton, starButton, varyButton, compareButton, saveButton, showButton),
    told,
    element('p', { class: 'soft small-text' }, labelOf('page.grid-keys')),
  );
  store.watch(
    ({ stars }) => [stars],
    (_stars) => markStar(),
  );
  onlyWithDiscord(store, showButton);
  function markStar() {
    starButton.classList.toggle('is-starred', shown !== null && store.state.stars.has(shown.id));
  }
  return {
    element: place,
    show(card) {
      shown = card;
      place.hidden = card === null;
      if (!card) return;
      large.show(card);
      for (const button of [starButton, varyButton, compareButton]) button.disabled = card.pictures.length === 0;
      markStar();
    },
    tell: (sentence) => {
      told.textContent = sentence;
    },
    use: () => shown && use(shown),
    star: () => shown?.pictures[0] && void star(store, [shown.id]),
  };
}

/** Somebody who looks after no server there can show nothing there. */
function onlyWithDiscord(store: PageStore, button: HTMLElement): void {
  store.watch(
    ({ facts }) => [facts],
    (facts) => {
      button.hidden = facts?.discord !== 'connected' || !facts.canRule;
    },
  );
}

/** The picture on its mat, its words, and its medium. */
function createLargePicture() {
  const picture = element('img', { alt: '' });
  const title = element('h2', { class: 'words' });
  const medium = element('p', { class: 'facts small-text' });
  const mat = element('div', { class: 'mat slim' }, element('div', { class: 'bevel-chosen hatch' }, picture));
  return {
    parts: [mat, element('div', {}, title, medium)],
    show(card: JobCard) {
      const [first] = card.pictures;
      const src = first ? coverAddress(card, first.index) : (card.preview ?? '');
      if (picture.getAttribute('src') !== src) picture.src = src;
      picture.hidden = src === '';
      picture.alt = card.order.prompt;
      picture.classList.toggle('px', Math.max(first?.width ?? 0, first?.height ?? 0) <= SMALL_SIDE);
      title.textContent = titleOf(card);
      const { before, after } = mediumOf(card);
      const seed = card.pictures[0]?.seed ?? card.settled?.seed;
      medium.textContent = inOneLine([
        ...before,
        ...(seed === undefined ? [] : [labelOf('page.seed-value', { seed })]),
        ...after,
      ]);
    },
  };
}
