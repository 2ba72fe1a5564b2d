import { element } from '#bot/studio/page/app/element.ts';
import type { PicturePoint } from '#bot/studio/page/app/mask.ts';
import { markRegion } from '#bot/studio/page/app/region.ts';
import { marginPixels, theMask } from '#bot/studio/page/app/start-picture.ts';
import { changeDraft, type DraftStart, type MarginShares, type PageStore } from '#bot/studio/page/app/state.ts';
import { attempt } from '#bot/studio/page/app/toasts.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { SMALL_SIDE } from '#bot/studio/page/parts/frame.ts';

/** What the pointer does on the picture. */
export interface Pencil {
  tool: 'brush' | 'eraser' | 'lasso' | 'region';
  /** Pixels of the picture. */
  radius: number;
}

/** Room for crop marks and lengths round the paper, in CSS pixels. */
const ROOM = 56;
const SCALE_MAX = 3;

/** MarginShares snap to this share of a side, and go no further than twice it. */
const SNAP = 1 / 16;
const MARGIN_MAX = 2;

/** The picture on paper of the size that is to be drawn: what is marked is hatched blue, new paper is hatched, too. */
export function createChangeCanvas(store: PageStore, place: HTMLElement, pencil: Pencil): void {
  const picture = element('img', { alt: '', draggable: 'false' });
  const overlay = element('canvas', { class: 'marks', role: 'img', 'aria-label': labelOf('page.change-canvas') });
  const cursor = element('i', { class: 'brush-ring', hidden: true });
  const lengths = element('span', { class: 'length whole' });
  const sides = (['left', 'right', 'top', 'bottom'] as const).map((side) => createHandle(store, side));
  const frame = element('div', { class: 'crop' }, lengths, ...sides.map(({ handle }) => handle));
  const paper = element('div', { class: 'canvas-paper hatch' }, picture, overlay, cursor, frame);
  place.append(paper);
  let at = { scale: 1, left: 0, top: 0 };

  function lay() {
    const { start } = store.state.draft;
    if (!start || !store.state.isChanging) return;
    const margins = marginPixels(start);
    const [width, height] = [start.width + margins.left + margins.right, start.height + margins.top + margins.bottom];
    const scale = scaleFor({ width, height }, place);
    at = { scale, left: margins.left, top: margins.top };
    if (picture.getAttribute('src') !== start.address) picture.src = start.address;
    picture.classList.toggle('px', Math.max(start.width, start.height) <= SMALL_SIDE);
    const px = (value: number) => `${Math.round(value * scale)}px`;
    for (const [name, value] of Object.entries({
      '--w': width,
      '--h': height,
      '--pw': start.width,
      '--ph': start.height,
    }))
      paper.style.setProperty(name, px(value));
    paper.style.setProperty('--left', px(margins.left));
    paper.style.setProperty('--top', px(margins.top));
    lengths.textContent = `${width} × ${height}`;
    for (const side of sides) side.show(start, scale);
    paintMarks(overlay, { start, scale });
  }

  store.watch(
    ({ draft, isChanging }) => [draft.start, isChanging],
    (_start, _isChanging) => lay(),
  );
  theMask().onChange(lay);
  new ResizeObserver(lay).observe(place);
  const find = async (point: PicturePoint) => {
    overlay.classList.add('finding');
    await attempt(() => markRegion(store, point));
    overlay.classList.remove('finding');
  };
  followPointer(overlay, { pencil, cursor, where: () => at, find: (point) => void find(point) });
}

function scaleFor({ width, height }: { width: number; height: number }, place: HTMLElement): number {
  const most = Math.min((place.clientWidth - 2 * ROOM) / width, (place.clientHeight - 2 * ROOM) / height);
  const isSmall = Math.max(width, height) <= 2 * SMALL_SIDE;
  return isSmall && most >= 1 ? Math.min(SCALE_MAX, Math.floor(most)) : Math.max(0.05, Math.min(SCALE_MAX, most));
}

/** Distance between two lines of the hatching, in CSS pixels. */
const HATCH = 8;

/** What is marked, as blue hatching that stays as fine however large the picture is shown. */
function paintMarks(overlay: HTMLCanvasElement, { start, scale }: { start: DraftStart; scale: number }): void {
  const dense = window.devicePixelRatio;
  const [width, height] = [Math.round(start.width * scale * dense), Math.round(start.height * scale * dense)];
  Object.assign(overlay, { width, height });
  const context = overlay.getContext('2d')!;
  const colours = getComputedStyle(overlay);
  context.imageSmoothingEnabled = false;
  context.drawImage(theMask().canvas, 0, 0, width, height);
  context.globalCompositeOperation = 'source-in';
  context.globalAlpha = 0.72;
  context.fillStyle = colours.getPropertyValue('border-top-color');
  context.fillRect(0, 0, width, height);
  context.globalCompositeOperation = 'source-atop';
  context.globalAlpha = 1;
  context.strokeStyle = colours.getPropertyValue('color');
  context.lineWidth = 2 * dense;
  context.beginPath();
  for (let x = -height; x < width; x += HATCH * dense) {
    context.moveTo(x, height);
    context.lineTo(x + height, 0);
  }
  context.stroke();
}

interface Following {
  readonly pencil: Pencil;
  readonly cursor: HTMLElement;
  readonly where: () => { readonly scale: number };
  /** Marks what is at this point. */
  readonly find: (point: PicturePoint) => void;
}

/** One press is one line: it is drawn as the pointer goes, and undone at once. */
function followPointer(overlay: HTMLCanvasElement, { pencil, cursor, where, find }: Following): void {
  let line: PicturePoint[] | null = null;
  const pointOf = (event: PointerEvent): PicturePoint => {
    const box = overlay.getBoundingClientRect();
    return { x: (event.clientX - box.left) / where().scale, y: (event.clientY - box.top) / where().scale };
  };
  const stroke = (points: readonly PicturePoint[]) =>
    theMask().stroke(points, { radius: pencil.radius, erase: pencil.tool === 'eraser' });
  overlay.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    if (pencil.tool === 'region') return find(pointOf(event));
    overlay.setPointerCapture(event.pointerId);
    theMask().remember();
    line = [pointOf(event)];
    if (pencil.tool !== 'lasso') stroke(line);
  });
  overlay.addEventListener('pointermove', (event) => {
    const point = pointOf(event);
    cursor.hidden = event.pointerType === 'touch' || pencil.tool === 'lasso' || pencil.tool === 'region';
    cursor.style.setProperty('--x', `${event.clientX - overlay.parentElement!.getBoundingClientRect().left}px`);
    cursor.style.setProperty('--y', `${event.clientY - overlay.parentElement!.getBoundingClientRect().top}px`);
    cursor.style.setProperty('--d', `${2 * pencil.radius * where().scale}px`);
    if (!line) return;
    line.push(point);
    if (pencil.tool !== 'lasso') stroke(line.slice(-2));
  });
  const end = () => {
    if (line && pencil.tool === 'lasso' && line.length > 2) theMask().enclose(line);
    line = null;
  };
  overlay.addEventListener('pointerup', end);
  overlay.addEventListener('pointercancel', end);
  overlay.addEventListener('pointerleave', () => {
    cursor.hidden = true;
  });
}

type Side = keyof MarginShares;

/** A knob at one side of the frame, to be pulled outward, or moved by arrow keys; it says how much is drawn there. */
function createHandle(store: PageStore, side: Side) {
  const length = element('span', { class: `length at-${side}` });
  const knob = element('button', {
    class: `knob at-${side}`,
    'aria-label': labelOf(`page.widen-${side}`),
  });
  const handle = element('div', { class: 'side-of-crop' }, length, knob);
  let shown: { readonly start: DraftStart; readonly scale: number } | null = null;
  const isAcross = side === 'left' || side === 'right';
  const outward = side === 'left' || side === 'top' ? -1 : 1;
  const set = (share: number) => widen(store, side, Math.round(share / SNAP) * SNAP);
  knob.addEventListener('pointerdown', (event) => {
    knob.setPointerCapture(event.pointerId);
    const from = { at: isAcross ? event.clientX : event.clientY, share: shown!.start.margins[side] };
    const move = (moved: PointerEvent) => {
      const { start, scale } = shown!;
      const way = ((isAcross ? moved.clientX : moved.clientY) - from.at) * outward;
      set(from.share + way / scale / (isAcross ? start.width : start.height));
    };
    knob.addEventListener('pointermove', move);
    knob.addEventListener('pointerup', () => knob.removeEventListener('pointermove', move), { once: true });
  });
  knob.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    set(shown!.start.margins[side] + step * outward * SNAP);
  });
  return {
    handle,
    show(start: DraftStart, scale: number) {
      shown = { start, scale };
      const pixels = marginPixels(start)[side];
      length.textContent = pixels === 0 ? '' : `${pixels} px`;
      length.style.setProperty('--long', `${pixels * scale}px`);
    },
  };
}

/** Draws this share of the picture's side more there. */
export function widen(store: PageStore, side: Side, share: number): void {
  const { start } = store.state.draft;
  if (!start) return;
  const margins = { ...start.margins, [side]: Math.min(MARGIN_MAX, Math.max(0, share)) };
  changeDraft(store, { start: { ...start, margins } });
}
