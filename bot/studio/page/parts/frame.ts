import { byId, element } from '#bot/studio/page/app/element.ts';
import { pictureAddress } from '#bot/studio/page/app/server.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { createLayers } from '#bot/studio/page/parts/layers.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** The place in the middle where a picture is drawn. */
export interface Frame {
  /** Shows how a job stands. A picture stays until the next one can be seen, so nothing flickers. */
  show(card: JobCard): void;
  /** Shows these words instead of a picture; they stay as they are when they are there already. */
  showInstead(words: HTMLElement): void;
}

/** Pixels up to which a picture is shown enlarged, by a whole number and with its pixels sharp. */
export const SMALL_SIDE = 256;
const SCALE_MAX = 3;

/** Between the pictures of one job. */
const GAP = 4;

/** An empty frame; `open` is called for a finished picture that is pressed. */
export function createFrame(open: (card: JobCard, index: number) => void): Frame {
  const place = byId('frame', HTMLDivElement);
  const layers = createLayers();
  const bar = element('div', { class: 'bar' }, element('i'));
  const sheet = element('div', { class: 'sheet' }, layers.place, bar);
  const mat = element('div', { class: 'mat' }, sheet);
  /** The job on show, and which of its pictures was laid on top last. */
  let shown: { readonly card: JobCard; picture: string } | null = null;
  new ResizeObserver(() => shown && resize(sheet, { card: shown.card, place, mat })).observe(place);

  return {
    show(card) {
      place.classList.remove('empty');
      if (place.firstElementChild !== mat) place.replaceChildren(mat);
      const before = shown?.card;
      // What is live takes over from whatever was there, and whoever keeps it takes over from what was live.
      if (before?.id !== card.id && !before?.live && !card.live) layers.clear();
      shown = { card, picture: before?.id === card.id ? shown!.picture : '' };
      resize(sheet, { card, place, mat });
      showProgress(bar, card);
      mat.classList.toggle('gone', card.state === 'cancelled' || card.state === 'deleted');
      const picture = card.pictures.length > 0 ? card.id : card.preview;
      if (picture === null || picture === shown.picture) return;
      shown.picture = picture;
      layers.cover(
        card.pictures.length > 0
          ? finished(card, open)
          : element('img', { class: 'layer soft', src: picture, alt: '' }),
      );
    },
    showInstead(words) {
      shown = null;
      layers.clear();
      place.classList.add('empty');
      if (place.firstElementChild !== words) place.replaceChildren(words);
    },
  };
}

/** The line along the lower edge: how far a job is, or that it waits. */
function showProgress(bar: HTMLElement, { state, step, steps }: JobCard): void {
  const full = state === 'rendering' ? step / Math.max(1, steps) : 0;
  bar.hidden = state !== 'queued' && state !== 'rendering';
  bar.style.setProperty('--full', String(full));
}

/** One picture, or up to four side by side as previews show them too. */
function finished(card: JobCard, open: (card: JobCard, index: number) => void): HTMLElement {
  const pictures = card.pictures.map(({ index, seed, width, height }) => {
    const alt = labelOf('page.alt', { prompt: card.order.prompt, seed });
    const picture = element('img', { src: pictureAddress(card.id, index), alt, width, height });
    const enlarge = { type: 'button', class: 'enlarge', title: labelOf('page.enlarge') };
    return element('button', { ...enlarge, onclick: () => open(card, index) }, picture);
  });
  return element('div', { class: `layer grid n${pictures.length}` }, ...pictures);
}

interface Room {
  readonly card: JobCard;
  readonly place: HTMLElement;
  readonly mat: HTMLElement;
}

/** As large as there is room: small pictures by whole numbers, so that each of their pixels is as large as the next. */
function resize(sheet: HTMLElement, { card, place, mat }: Room): void {
  const [first] = card.pictures;
  const { width, height } = first ?? card.settled ?? { width: 1, height: 1 };
  const count = Math.max(1, card.pictures.length || (card.settled?.count ?? 1));
  const [columns, rows] = [Math.min(2, count), Math.ceil(count / 2)];
  const gaps = { x: GAP * (columns - 1), y: GAP * (rows - 1) };
  const { paddingLeft, paddingRight, paddingTop, paddingBottom } = getComputedStyle(mat);
  const roomX = place.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight) - gaps.x;
  const roomY = place.clientHeight - Number.parseFloat(paddingTop) - Number.parseFloat(paddingBottom) - gaps.y;
  const most = Math.max(0.05, Math.min(roomX / (width * columns), roomY / (height * rows)));
  const isSmall = Math.max(width, height) <= SMALL_SIDE;
  const scale = isSmall && most >= 1 ? Math.min(SCALE_MAX, Math.floor(most)) : Math.min(isSmall ? SCALE_MAX : 1, most);
  sheet.classList.toggle('sharp', isSmall && scale > 1);
  sheet.style.setProperty('--across', `${width * columns * scale + gaps.x}px`);
  sheet.style.setProperty('--down', `${height * rows * scale + gaps.y}px`);
}
