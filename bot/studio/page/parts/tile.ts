import { element } from '#bot/studio/page/app/element.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { coverAddress } from '#bot/studio/page/app/server.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** A job in the gallery: one button for as long as the job is there. */
export interface Tile {
  readonly button: HTMLButtonElement;
  readonly card: JobCard;
  /** Shows how the job stands now; a picture that is there already is not loaded again. */
  show(card: JobCard): void;
}

/** The tile of a job. */
export function createTile(first: JobCard, choose: (card: JobCard) => void): Tile {
  let card = first;
  let shownState = '';
  const button = element('button', { onclick: () => choose(card) });
  const bar = element('span', { class: 'bar' });
  const preview = element('img', { alt: '' });
  const show = (next: JobCard) => {
    card = next;
    button.className = `tile hatch ${card.state}`;
    button.dataset.job = card.id;
    button.title = card.order.prompt;
    // What can be read on a tile must be in its name, for those who speak to their machine.
    const seen = card.state === 'failed' ? `${labelOf('page.failed')}: ` : '';
    const moves = card.moves ? `, ${labelOf('page.moves')}` : '';
    button.ariaLabel = `${seen}${card.order.prompt}${moves}, ${card.status}`;
    bar.style.setProperty('--full', String(card.state === 'rendering' ? card.step / Math.max(1, card.steps) : 0));
    if (card.preview !== null && preview.getAttribute('src') !== card.preview) preview.src = card.preview;
    const now = faceName(card);
    if (now !== shownState) button.replaceChildren(...coverOf(card, { bar, preview }));
    shownState = now;
  };
  show(first);
  return {
    button,
    get card() {
      return card;
    },
    show,
  };
}

function faceName({ pictures, state, preview }: JobCard): string {
  return `${pictures.length} ${state} ${preview !== null}`;
}

function coverOf(card: JobCard, { bar, preview }: { bar: HTMLElement; preview: HTMLImageElement }): readonly Node[] {
  const [first, ...others] = card.pictures;
  if (first) {
    const { width, height } = first;
    const src = coverAddress(card, first.index);
    const picture = element('img', { src, alt: '', loading: 'lazy', width, height });
    const badge = card.moves ? icon('play') : others.length > 0 ? `×${card.pictures.length}` : null;
    return badge === null ? [picture] : [picture, element('span', { class: 'badge', 'aria-hidden': 'true' }, badge)];
  }
  if (card.state === 'failed') return [element('span', { class: 'word' }, labelOf('page.failed'))];
  return card.preview === null ? [bar] : [preview, bar];
}
