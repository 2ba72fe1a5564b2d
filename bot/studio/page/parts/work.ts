import { lookAt } from '#bot/studio/page/app/commands.ts';
import { element } from '#bot/studio/page/app/element.ts';
import type { FoundPicture } from '#bot/studio/page/app/gallery-stretches.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { bareWords, titleOf } from '#bot/studio/page/app/plate-words.ts';
import { enterRoom } from '#bot/studio/page/app/rooms.ts';
import { coverAddress } from '#bot/studio/page/app/server.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { inOneLine, labelOf } from '#bot/studio/page/app/words.ts';
import { SMALL_SIDE } from '#bot/studio/page/parts/frame.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** A picture on the wall of the gallery: on a mat, with its title. */
export interface Work {
  readonly item: HTMLElement;
  /**
   * Shows this picture, or another one than before; null = it is not here yet. `chosen` = its place among those that are
   * chosen, from 0; -1 = it is not.
   */
  show(found: FoundPicture | null, how: { readonly chosen: number }): void;
}

/** Pressing it chooses it; a second time lets it go. */
export function createWork(store: PageStore): Work {
  let card: JobCard | null = null;
  const title = element('span', { class: 'title' });
  const more = element('button', {
    class: 'more soft small-text',
    onclick: () => card && openGroup(store, card),
  });
  const number = element('span', { class: 'number', hidden: true });
  const star = element('span', { class: 'starred', hidden: true }, icon('star'));
  const mat = element('span', { class: 'mat slim' });
  const onclick = () => card && choose(store, card);
  const open = element('button', { class: 'open', onclick }, mat, title);
  const item = element(
    'div',
    { class: 'work', role: 'listitem', ondblclick: () => card && putOnEasel(store, card) },
    open,
    more,
    number,
    star,
  );
  let shownCover = '';
  const cover = (next: JobCard | null) => {
    const now = next === null ? '' : `${next.id} ${next.state} ${next.pictures.length} ${next.preview?.length}`;
    if (now !== shownCover) mat.replaceChildren(...(next === null ? [] : [coverOf(next)]));
    shownCover = now;
  };
  return {
    item,
    show(found, { chosen }) {
      const { card: next, others } = found ?? { card: null, others: 0 };
      card = next;
      cover(card);
      setText(title, card === null ? '' : titleOf(card));
      setText(more, card === null ? '' : moreOf(card, others));
      more.hidden = more.textContent === '';
      more.disabled = others === 0;
      item.classList.toggle('group', others > 0);
      item.classList.toggle('chosen', chosen >= 0);
      open.dataset.work = card?.id ?? '';
      open.ariaPressed = String(chosen >= 0);
      number.hidden = chosen < 0;
      setText(number, String(chosen + 1));
      star.hidden = card === null || !store.state.stars.has(card.id);
    },
  };
}

/** A text that is the same is not laid out again. */
function setText(place: HTMLElement, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}

/** What is to be known of it beside its title. */
function moreOf(card: JobCard, others: number): string {
  const from = card.by === null ? '' : labelOf('page.by-on-discord', { name: card.by });
  const group = others > 0 ? labelOf('page.from-one-sentence', { count: others + 1 }) : '';
  return inOneLine([card.moves ? labelOf('page.moves') : '', group, from]);
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
