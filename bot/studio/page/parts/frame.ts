import { byId, element } from '#bot/studio/page/app/element.ts';
import { pictureAddress } from '#bot/studio/page/app/server.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { createLayers } from '#bot/studio/page/parts/layers.ts';
import { createNoise } from '#bot/studio/page/parts/noise.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** The place in the middle where a picture comes out of the noise. */
export interface Frame {
  /** Shows how a job stands. A picture stays until the next one can be seen, so nothing flickers. */
  show(card: JobCard): void;
  /** Shows something else than a picture. */
  showInstead(...nodes: readonly Node[]): void;
}

/** An empty frame; `open` is called for a click on a finished picture. */
export function createFrame(open: (card: JobCard, index: number) => void): Frame {
  const place = byId('frame', HTMLDivElement);
  const noise = createNoise();
  const layers = createLayers();
  const bar = element('div', { class: 'bar' }, element('i'));
  place.append(layers.glow, element('div', { class: 'sheet' }, noise.canvas, layers.place, bar));
  /** The job on show, and which of its pictures was laid on top last. */
  let shown: { readonly id: string; readonly isLive: boolean; picture: string } | null = null;

  return {
    show(card) {
      place.classList.remove('empty');
      // What is live takes over from whatever was there, and whoever keeps it takes over from what was live.
      if (shown?.id !== card.id && !shown?.isLive && !card.live) layers.clear();
      shown = { id: card.id, isLive: card.live, picture: shown?.id === card.id ? shown.picture : '' };
      shape(place, card);
      showProgress(bar, card);
      noise.setStrength(noiseOver(card, layers.isEmpty()));
      const picture = card.state === 'done' ? card.id : card.preview;
      if (picture === null || picture === shown.picture) return;
      shown.picture = picture;
      if (card.state === 'done') layers.cover(finished(card, open), () => noise.setStrength(0));
      else layers.cover(element('img', { class: 'layer soft', src: picture, alt: '' }), () => {});
    },
    showInstead(...nodes) {
      shown = null;
      bar.hidden = true;
      place.classList.add('empty');
      shape(place, null);
      noise.setStrength(0.35);
      layers.say(...nodes);
    },
  };
}

/** The line along the lower edge: how far a job is, or that it waits. */
function showProgress(bar: HTMLElement, card: JobCard): void {
  bar.hidden = card.state !== 'queued' && card.state !== 'rendering';
  bar.style.setProperty('--full', String(fractionOf(card)));
  bar.classList.toggle('waiting', fractionOf(card) === 0);
}

/** All noise until there is something to see; then it clears as the steps go by. Live pictures follow too fast for it. */
function noiseOver(card: JobCard, isEmpty: boolean): number {
  switch (card.state) {
    case 'queued':
    case 'rendering':
      if (isEmpty) return 1;
      return card.live ? 0 : 0.5 * (1 - fractionOf(card)) ** 2;
    case 'done':
      return isEmpty ? 1 : 0;
    case 'failed':
    case 'cancelled':
    case 'deleted':
      return 0.25;
  }
}

function fractionOf({ state, step, steps }: JobCard): number {
  return state === 'rendering' ? step / Math.max(1, steps) : 0;
}

/** One picture, or up to four side by side as previews show them too. */
function finished(card: JobCard, open: (card: JobCard, index: number) => void): HTMLElement {
  const pictures = card.pictures.map(({ index, seed, width, height }) =>
    element('img', {
      src: pictureAddress(card.id, index),
      alt: labelOf('page.alt', { prompt: card.order.prompt, seed }),
      width,
      height,
      onclick: () => open(card, index),
    }),
  );
  return element('div', { class: `layer grid n${pictures.length}` }, ...pictures);
}

/** Gives the frame the proportions of the job's pictures together. */
function shape(place: HTMLElement, card: JobCard | null): void {
  const { width, height, count } = card?.settled ?? { width: 1, height: 1, count: 1 };
  const columns = Math.min(2, count);
  const rows = Math.ceil(count / 2);
  place.style.setProperty('--ratio', String((width * columns) / (height * rows)));
}
