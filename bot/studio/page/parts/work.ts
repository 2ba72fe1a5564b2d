import { lookAt } from '#bot/studio/page/app/commands.ts';
import { element } from '#bot/studio/page/app/element.ts';
import type { FoundPicture } from '#bot/studio/page/app/gallery-stretches.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { bareWords, titleOf } from '#bot/studio/page/app/plate-words.ts';
import { enterRoom } from '#bot/studio/page/app/rooms.ts';
import { coverAddress } from '#bot/studio/page/app/server.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { SMALL_SIDE } from '#bot/studio/page/parts/frame.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** A picture on the wall of the gallery: on a mat, with its title. */
export interface Work {
  readonly item: HTMLElement;
  /** `chosen` = its place among those that are chosen, from 0; -1 = it is not. */
  show(found: FoundPicture, how: { readonly chosen: number }): void;
}

/** Pressing it chooses it; a second time lets it go. */
export function createWork(store: PageStore, id: string): Work {
  let card: JobCard | null = null;
  const title = element('span', { class: 'title' });
  const more = element('button', {
    type: 'button',
    class: 'more soft small-text',
    onclick: () => card && openGroup(store, card),
  });
  const number = element('span', { class: 'number', hidden: true });
  const star = element('span', { class: 'starred', hidden: true }, icon('star'));
  const mat = element('span', { class: 'mat slim' });
  const open = element(
    'button',
    { type: 'button', class: 'open', 'data-work': id, onclick: () => card && choose(store, card) },
    mat,
    title,
  );
  const item = element(
    'div',
    { class: 'work', role: 'listitem', ondblclick: () => card && putOnEasel(store, card) },
    open,
    more,
    number,
    star,
  );
  let shownState = '';
  return {
    item,
    show({ card: next, others }, { chosen }) {
      card = next;
      const name = titleOf(card);
      if (title.textContent !== name) title.textContent = name;
      const from = card.by === null ? '' : labelOf('page.by-on-discord', { name: card.by });
      const group = others > 0 ? labelOf('page.from-one-sentence', { count: others + 1 }) : '';
      more.textContent = [card.moves ? labelOf('page.moves') : '', group, from].filter(Boolean).join(', ');
      more.hidden = more.textContent === '';
      more.disabled = others === 0;
      item.classList.toggle('group', others > 0);
      item.classList.toggle('chosen', chosen >= 0);
      open.setAttribute('aria-pressed', String(chosen >= 0));
      number.hidden = chosen < 0;
      number.textContent = String(chosen + 1);
      star.hidden = !store.state.stars.has(id);
      const now = `${card.state} ${card.pictures.length} ${card.preview?.length}`;
      if (now !== shownState) mat.replaceChildren(coverOf(card));
      shownState = now;
    },
  };
}

function coverOf(card: JobCard): HTMLElement {
  const [first] = card.pictures;
  if (!first) {
    const preview = card.preview === null ? '' : element('img', { src: card.preview, alt: '', class: 'px' });
    const word = card.state === 'failed' ? labelOf('page.failed') : preview;
    return element('span', { class: `bevel-small hatch ${card.state}` }, word);
  }
  const { width, height } = first;
  const sharp = Math.max(width, height) <= SMALL_SIDE ? 'px' : '';
  const src = coverAddress(card, first.index);
  return element(
    'span',
    { class: 'bevel-small' },
    element('img', { src, alt: '', class: sharp, width, height, loading: 'lazy', decoding: 'async' }),
  );
}

function choose(store: PageStore, card: JobCard): void {
  const others = store.state.chosen.filter(({ id }) => id !== card.id);
  const isChosen = others.length < store.state.chosen.length;
  store.set({ chosen: isChosen ? others : [...others, card] });
}

/** All of its sentence, each by itself. */
function openGroup(store: PageStore, card: JobCard): void {
  store.set({ sought: bareWords(card.order.prompt), filter: { ...store.state.filter, grouped: false } });
}

/** Shows it where it can be worked on. */
export function putOnEasel(store: PageStore, card: JobCard): void {
  lookAt(store, card);
  enterRoom('draw');
}
