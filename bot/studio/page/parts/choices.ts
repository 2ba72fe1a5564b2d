import { element } from '#bot/studio/page/app/element.ts';
import { addSketches, type SketchPlace } from '#bot/studio/page/app/sketches.ts';
import type { Draft, PageStore, State } from '#bot/studio/page/app/state.ts';

/** Words of which one is chosen. */
export interface ChoicesOptions {
  readonly label: string;
  readonly options: readonly string[];
  readonly chosen: (state: State) => string | null;
  readonly choose: (option: string) => void;
  /** Whether it can be had here at all. */
  readonly known: (state: State, option: string) => boolean;
  /** A colour to show instead of a picture; null = show a picture. */
  readonly paint: ((option: string) => string) | null;
  /** The draft with this option: its picture is shown, once this machine has drawn it. */
  readonly draw: (draft: Draft, option: string) => Draft;
}

/** The picture on such a button; one of other words than now is pale until the next is there. */
export function sketchPlace(button: HTMLElement, draw: (draft: Draft) => Draft): SketchPlace {
  const picture = buttonPicture(button);
  return {
    draw,
    at: button,
    isShown: () => button.checkVisibility(),
    show(address) {
      if (address === null) picture.classList.add('stale');
      else picture.src = address;
    },
  };
}

/** An image that takes the place of the button's hatching, or of the image before it, once it is loaded. */
export function buttonPicture(button: HTMLElement): HTMLImageElement {
  const picture = element('img', { alt: '', decoding: 'async' });
  picture.addEventListener('load', () => {
    picture.classList.remove('stale');
    if (picture !== button.firstElementChild) button.firstElementChild!.replaceWith(picture);
  });
  return picture;
}

/** Buttons seen at first, and how many more of them each time that more are asked for. */
const FIRST_SHOWN = 12;
const MORE_SHOWN = 36;

/** A group of buttons of which some are seen at first. */
export interface Choices {
  readonly place: HTMLElement;
  /** Whether there are some that are not seen yet. */
  hasMore(): boolean;
  /** Shows some more; the first of them has the focus then. */
  showMore(): void;
}

/** A group of radio buttons: small pictures, or colours. One stop for Tab, arrows inside. */
export function createChoices(store: PageStore, options: ChoicesOptions): Choices {
  const { label, chosen, choose, known, paint } = options;
  const place = element('div', { class: paint ? 'swatches' : 'choices', role: 'radiogroup', 'aria-label': label });
  const buttons = options.options.map((option) => {
    const sample = paint ? element('i', { 'style:--paint': paint(option) }) : element('span', { class: 'hatch' });
    const traits = { role: 'radio', class: paint ? 'swatch' : 'choice', 'data-option': option };
    return element('button', { ...traits, onclick: () => choose(option) }, sample, element('span', {}, option));
  });
  place.append(...buttons);
  if (!paint)
    addSketches(buttons.map((button) => sketchPlace(button, (draft) => options.draw(draft, button.dataset.option!))));
  let shownMax = FIRST_SHOWN;
  const show = () => {
    const now = chosen(store.state);
    let shown = 0;
    for (const button of buttons) {
      const option = button.dataset.option!;
      button.hidden = !known(store.state, option);
      if (!button.hidden) shown += 1;
      button.classList.toggle('beyond', shown > shownMax && option !== now);
      button.setAttribute('aria-checked', String(option === now));
      button.tabIndex = option === now || (now === null && button === buttons[0]) ? 0 : -1;
    }
  };
  store.watch(
    (state) => [chosen(state), state.cluster.offer, state.reading?.model],
    (_now, _offer, _model) => show(),
  );
  walkChoices(place, choose);
  const next = () => place.querySelector<HTMLElement>('.beyond:not([hidden])');
  return {
    place,
    hasMore: () => next() !== null,
    showMore() {
      const first = next();
      shownMax += MORE_SHOWN;
      show();
      first?.focus();
    },
  };
}

/** Arrows go through a group of radio buttons, and choose as they go. */
export function walkChoices(place: HTMLElement, choose: (option: string) => void): void {
  place.addEventListener('keydown', (event) => {
    const move = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const shown = [...place.querySelectorAll<HTMLElement>('[role="radio"]')].filter((one) => one.checkVisibility());
    const at = shown.indexOf(document.activeElement as HTMLElement);
    if (move === undefined || at < 0) return;
    event.preventDefault();
    event.stopPropagation();
    const next = shown[(at + move + shown.length) % shown.length]!;
    choose(next.dataset.option!);
    next.focus();
  });
}
