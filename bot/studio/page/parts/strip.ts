import { previewsFor, stripSteps } from '#bot/domain/strip-steps.ts';
import { byId, element, putInOrder } from '#bot/studio/page/app/element.ts';
import { pictureAddress, server } from '#bot/studio/page/app/server.ts';
import { onStage, type PageStore, type State } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import type { Frame } from '#bot/studio/page/parts/frame.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/**
 * How a picture came about: true previews of some of its steps, and hatching where they are still to come. A pointer or
 * the focus on one lays it on the easel.
 */
export function showStrip(store: PageStore, frame: Frame): void {
  const place = byId('strip', HTMLOListElement);
  let cells: readonly Cell[] = [];
  let of = '';
  store.watch(
    (state) => [onStage(state) ?? state.first, state.previews],
    (card, previews) => {
      const seen = card ? seenOf(card, previews) : [];
      const steps = card ? stepsShown(card, seen) : [];
      // A picture of which nothing was seen has nothing to show.
      place.hidden = steps.length === 0 || (card!.state !== 'rendering' && seen.length === 0);
      if (!card || place.hidden) return frame.peek(null);
      const now = `${card.id} ${steps.join()}`;
      if (now !== of) cells = steps.map((step) => createCell(step, frame));
      of = now;
      const addresses = previewsFor(steps, seen).map((one) => one?.address ?? null);
      const newest = addresses.findLastIndex((address) => address !== null);
      for (const [index, cell] of cells.entries()) cell.show(addresses[index]!, { isNewest: index === newest });
      putInOrder(
        place,
        cells.map(({ item }) => item),
      );
    },
  );
  askForPreviews(store);
  place.addEventListener('keydown', (event) => walk(place, event));
}

/** A picture that this page has not seen being drawn: the studio may have. */
function askForPreviews(store: PageStore): void {
  const asked = new Set<string>();
  store.watch(
    (state) => [onStage(state)],
    (card) => {
      if (card?.state !== 'done' || card.live || asked.has(card.id) || store.state.previews.has(card.id)) return;
      asked.add(card.id);
      server.previews(card.id).then(
        (seen) => seen.length > 0 && store.set({ previews: new Map([...store.state.previews, [card.id, seen]]) }),
        () => {}, // a comfort: the picture is there without it
      );
    },
  );
}

/** The previews of a picture, and at the end itself. */
function seenOf({ id, pictures, steps }: JobCard, previews: State['previews']): Seen {
  const seen = previews.get(id) ?? [];
  const [first] = pictures;
  return first && seen.length > 0 ? [...seen, { step: steps, address: pictureAddress(id, first.index) }] : seen;
}

/** The steps to show of a picture. Of a finished one those that were seen: nothing is still to come. */
export function stepsShown(
  { steps, settled, state }: Pick<JobCard, 'steps' | 'settled' | 'state'>,
  seen: Seen,
): readonly number[] {
  const all = settled ? stripSteps(steps) : [];
  const found = previewsFor(all, seen);
  return state === 'rendering' ? all : all.filter((_, index) => found[index] !== null);
}

type Seen = readonly { readonly step: number; readonly address: string }[];

interface Cell {
  readonly item: HTMLLIElement;
  /** The address of its preview; null = still to come. */
  show(address: string | null, where: { readonly isNewest: boolean }): void;
}

function createCell(step: number, frame: Frame): Cell {
  const picture = element('img', { alt: '', class: 'px' });
  const number = () => element('span', {}, String(step));
  const peek = () => frame.peek(picture.src);
  const away = () => frame.peek(null);
  const button = element('button', { 'aria-label': labelOf('page.step', { step }), tabindex: '-1' }, picture, number());
  for (const name of ['pointerenter', 'focus']) button.addEventListener(name, peek);
  for (const name of ['pointerleave', 'blur']) button.addEventListener(name, away);
  const coming = element('span', { class: 'coming' }, element('span', { class: 'hatch' }), number());
  const item = element('li', {}, coming);
  return {
    item,
    show(address, { isNewest }) {
      if (address !== null && picture.getAttribute('src') !== address) picture.src = address;
      const child = address === null ? coming : button;
      if (item.firstElementChild !== child) item.replaceChildren(child);
      button.tabIndex = isNewest ? 0 : -1;
      button.ariaCurrent = isNewest ? 'step' : null;
    },
  };
}

const MOVES: Readonly<Record<string, 'nextElementSibling' | 'previousElementSibling'>> = {
  ArrowDown: 'nextElementSibling',
  ArrowRight: 'nextElementSibling',
  ArrowUp: 'previousElementSibling',
  ArrowLeft: 'previousElementSibling',
};

/** One stop for Tab, arrows inside. */
function walk(place: HTMLElement, event: KeyboardEvent): void {
  const move = MOVES[event.key];
  if (!move || !place.contains(document.activeElement)) return;
  event.preventDefault();
  event.stopPropagation();
  const next = document.activeElement!.closest('li')?.[move]?.querySelector('button');
  next?.focus();
}
