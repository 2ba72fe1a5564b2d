import { byId, element } from '#bot/studio/page/app/element.ts';
import { svgPath } from '#bot/studio/page/app/icons.ts';
import { later } from '#bot/studio/page/app/later.ts';
import { coverAddress, pictureAddress } from '#bot/studio/page/app/server.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { createLayers } from '#bot/studio/page/parts/layers.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** The place in the middle where a picture is drawn. */
export interface Frame {
  /** Shows how a job stands. A picture stays until the next one can be seen, so nothing flickers. */
  show(card: JobCard): void;
  /** Lays an earlier preview over it; null takes that away again. */
  peek(address: string | null): void;
  /** An empty mat, hatched: nothing is drawn yet. */
  clear(): void;
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
  const peeked = element('img', { class: 'layer peek', alt: '' });
  const edge = createEdge();
  const bevel = element('div', { class: 'bevel hatch' }, layers.place, edge.svg);
  const mat = element('div', { class: 'mat' }, bevel);
  /** The job on show, and which of its pictures was laid on top last. */
  let shown: { readonly card: JobCard; picture: string } | null = null;
  const refit = () => resize(bevel, { card: shown?.card ?? null, place, mat });
  place.querySelector('.hung')!.append(mat);
  new ResizeObserver(refit).observe(place);

  return {
    show(card) {
      const before = shown?.card;
      // What is live takes over from whatever was there, and whoever keeps it takes over from what was live.
      if (before?.id !== card.id && !before?.live && !card.live) layers.clear();
      shown = { card, picture: before?.id === card.id ? shown!.picture : '' };
      // It measures, which makes the browser lay the page out: not for each of a hundred previews.
      if (!before || sizeOf(before) !== sizeOf(card)) refit();
      edge.show(card);
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
    peek(address) {
      if (address === null) return peeked.remove();
      peeked.src = address;
      edge.svg.before(peeked);
    },
    clear() {
      shown = null;
      layers.clear();
      edge.hide();
      refit();
    },
  };
}

/** The line round the bevel, clockwise from the upper left corner: one length for each step that has ended. */
function createEdge() {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const rest = svgPath('M0 0H100V100H0Z', 'rest');
  const done = svgPath('', 'done');
  svg.setAttribute('class', 'edge');
  svg.setAttribute('viewBox', '0 0 100 100');
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(rest, done);
  const hide = () => svg.toggleAttribute('hidden', true);
  hide();
  return {
    svg,
    hide,
    show({ state, step, steps }: JobCard) {
      svg.toggleAttribute('hidden', state !== 'queued' && state !== 'rendering');
      done.setAttribute('d', edgePath(state === 'rendering' ? step / Math.max(1, steps) : 0));
    },
  };
}

/** That share of the way round a square of 100. */
function edgePath(share: number): string {
  const way = 400 * Math.min(1, share);
  const corners = ['M0 0', 'L100 0', 'L100 100', 'L0 100'];
  const side = Math.min(3, Math.floor(way / 100));
  const rest = way - side * 100;
  const end = [`L${rest} 0`, `L100 ${rest}`, `L${100 - rest} 100`, `L0 ${100 - rest}`][side]!;
  return way === 0 ? '' : [...corners.slice(0, side + 1), end].join('');
}

/** One picture, or up to four side by side as previews show them too. */
function finished(card: JobCard, open: (card: JobCard, index: number) => void): HTMLElement {
  const pictures = card.pictures.map(({ index, seed, width, height }) => {
    const { prompt } = card.order;
    const alt = labelOf(card.moves ? 'page.alt-moving' : 'page.alt', { prompt, seed });
    const picture = element('img', { src: largeAddress(card, index), alt, width, height });
    const enlarge = { class: 'enlarge', title: labelOf('page.enlarge') };
    return element('button', { ...enlarge, onclick: () => open(card, index) }, picture);
  });
  const layer = element('div', { class: `layer grid n${pictures.length}` }, ...pictures);
  if (card.moves)
    void later(moving, ({ createPlayButton }) => layer.append(createPlayButton(layer.querySelector('img')!, card.id)));
  return layer;
}

/** Where a picture is that is looked at by itself: it moves at once unless somebody has asked their system for less of that. */
export function largeAddress(card: JobCard, index: number): string {
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  return isStill ? coverAddress(card, index) : pictureAddress(card.id, index);
}

/** Few pictures move. */
const moving = () => import('#bot/studio/page/parts/moving-picture.ts');

/** What the room that it takes depends on. */
function sizeOf({ pictures, settled }: JobCard): string {
  const { width, height } = pictures[0] ?? settled ?? { width: 0, height: 0 };
  return `${width} ${height} ${pictures.length || settled?.count}`;
}

interface Room {
  readonly card: JobCard | null;
  readonly place: HTMLElement;
  readonly mat: HTMLElement;
}

/** What an empty mat is made for. */
const USUAL_SIDE = 128;

/** As large as there is room: small pictures by whole numbers, so that each of their pixels is as large as the next. */
function resize(bevel: HTMLElement, { card, place, mat }: Room): void {
  const { width, height } = card?.pictures[0] ?? card?.settled ?? { width: USUAL_SIDE, height: USUAL_SIDE };
  const count = Math.max(1, card?.pictures.length || (card?.settled?.count ?? 1));
  const [columns, rows] = [Math.min(2, count), Math.ceil(count / 2)];
  const gaps = { x: GAP * (columns - 1), y: GAP * (rows - 1) };
  const { paddingLeft, paddingRight, paddingTop, paddingBottom } = getComputedStyle(mat);
  const border = bevel.offsetWidth - bevel.clientWidth;
  const isSmall = Math.max(width, height) <= SMALL_SIDE;
  const scaleMax = isSmall ? SCALE_MAX : 1;
  // What stands beside the easel stays near it in a wide window.
  place.parentElement!.style.setProperty(
    '--widest',
    `${mat.offsetWidth - bevel.clientWidth + width * columns * scaleMax + gaps.x}px`,
  );
  const roomX = place.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight) - gaps.x - border;
  const roomY = place.clientHeight - Number.parseFloat(paddingTop) - Number.parseFloat(paddingBottom) - gaps.y - border;
  const most = Math.max(0.05, Math.min(roomX / (width * columns), roomY / (height * rows)));
  const scale = isSmall && most >= 1 ? Math.min(scaleMax, Math.floor(most)) : Math.min(scaleMax, most);
  bevel.classList.toggle('sharp', isSmall && scale > 1);
  bevel.style.setProperty('--across', `${Math.round(width * columns * scale + gaps.x)}px`);
  bevel.style.setProperty('--down', `${Math.round(height * rows * scale + gaps.y)}px`);
}
