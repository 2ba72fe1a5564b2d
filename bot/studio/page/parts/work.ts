import { element } from '#bot/studio/page/app/element.ts';
import type { FoundPicture } from '#bot/studio/page/app/find-pictures.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { titleOf } from '#bot/studio/page/app/plate-words.ts';
import { enterRoom } from '#bot/studio/page/app/rooms.ts';
import { pictureAddress } from '#bot/studio/page/app/server.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { SMALL_SIDE } from '#bot/studio/page/parts/frame.ts';

/** A picture on the wall of the gallery: on a mat, with its title. */
export interface Work {
  readonly item: HTMLElement;
  /** `chosen` = its place among those that are chosen, from 0; -1 = it is not. */
  show(found: FoundPicture, how: { readonly chosen: number }): void;
}

/** Pressing it chooses it; a second time lets it go. */
export function createWork(store: PageStore, id: string): Work {
  const title = element('span', { class: 'title' });
  const more = element('span', { class: 'soft small-text' });
  const number = element('span', { class: 'number', hidden: true });
  const star = element('span', { class: 'starred', hidden: true }, icon('star'));
  const mat = element('span', { class: 'mat slim' });
  const open = element(
    'button',
    { type: 'button', class: 'open', 'data-work': id, onclick: () => choose(store, id) },
    mat,
    title,
    more,
  );
  const item = element(
    'div',
    { class: 'work', role: 'listitem', ondblclick: () => putOnEasel(store, id) },
    open,
    number,
    star,
  );
  let face = '';
  return {
    item,
    show({ card, others }, { chosen }) {
      const name = titleOf(card);
      if (title.textContent !== name) title.textContent = name;
      more.textContent = others > 0 ? labelOf('page.from-one-sentence', { count: others + 1 }) : '';
      item.classList.toggle('group', others > 0);
      item.classList.toggle('chosen', chosen >= 0);
      open.setAttribute('aria-pressed', String(chosen >= 0));
      number.hidden = chosen < 0;
      number.textContent = String(chosen + 1);
      star.hidden = !store.state.stars.has(id);
      const now = `${card.state} ${card.pictures.length} ${card.preview?.length}`;
      if (now !== face) mat.replaceChildren(faceOf(card));
      face = now;
    },
  };
}

function faceOf(card: FoundPicture['card']): HTMLElement {
  const [first] = card.pictures;
  if (!first) {
    const face = card.preview === null ? '' : element('img', { src: card.preview, alt: '', class: 'px' });
    const word = card.state === 'failed' ? labelOf('page.failed') : face;
    return element('span', { class: `bevel-small hatch ${card.state}` }, word);
  }
  const { width, height } = first;
  const sharp = Math.max(width, height) <= SMALL_SIDE ? 'px' : '';
  const src = pictureAddress(card.id, first.index);
  return element(
    'span',
    { class: 'bevel-small' },
    element('img', { src, alt: '', class: sharp, width, height, loading: 'lazy', decoding: 'async' }),
  );
}

function choose(store: PageStore, id: string): void {
  const { chosen } = store.state;
  store.set({ chosen: chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id] });
}

/** Shows it where it can be worked on. */
export function putOnEasel(store: PageStore, id: string): void {
  store.set({ selectedId: id });
  enterRoom('draw');
}
