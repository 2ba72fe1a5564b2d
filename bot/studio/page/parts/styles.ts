import { PLAIN_STYLE } from '#bot/domain/preset.ts';
import { byId, element, icon } from '#bot/studio/page/app/element.ts';
import { changeDraft, chosenStyle, type PageStore, type State } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { openStyleDialog } from '#bot/studio/page/parts/style-dialog.ts';

/** The styles as a row of chips, plain first, and a button that makes a new one. */
export function showStyles(store: PageStore): void {
  const chips = byId('styles', HTMLDivElement);
  const about = byId('style-about', HTMLParagraphElement);
  store.watch(
    ({ styles }) => [styles],
    ({ styles, defaultStyle }) => {
      const names = [PLAIN_STYLE, ...styles.map(({ name }) => name)];
      chips.replaceChildren(
        ...names.map((name) => chip(store, { name, isDefault: name === (defaultStyle ?? PLAIN_STYLE) })),
      );
    },
  );
  store.watch(
    ({ styles, draft }) => [styles, draft.style],
    (_styles, _chosen) => {
      const chosen = chosenName(store.state);
      for (const chip of chips.querySelectorAll<HTMLElement>('.chip')) {
        chip.setAttribute('aria-checked', String(chip.dataset.style === chosen));
        chip.tabIndex = chip.dataset.style === chosen ? 0 : -1;
      }
      about.replaceChildren(...aboutChosen(store));
    },
  );
  chips.addEventListener('keydown', (event) => step(store, event));
  const make = byId('new-style', HTMLButtonElement);
  make.append(icon('plus'), labelOf('page.new-style'));
  make.addEventListener('click', () => openStyleDialog(store, null));
}

function chosenName({ draft, styles }: State): string {
  return draft.style ?? styles.defaultStyle ?? PLAIN_STYLE;
}

interface ChipFace {
  readonly name: string;
  readonly isDefault: boolean;
}

function chip(store: PageStore, { name, isDefault }: ChipFace): HTMLButtonElement {
  const style = store.state.styles.styles.find((one) => one.name === name);
  const about = style?.description || PLAIN_ABOUT;
  return element(
    'button',
    {
      type: 'button',
      class: 'chip',
      role: 'radio',
      'data-style': name,
      title: isDefault ? labelOf('page.default-about', { about }) : about,
      onclick: () => changeDraft(store, { style: name }),
    },
    name,
    isDefault ? element('i', { class: 'default', 'aria-label': labelOf('page.default') }) : null,
  );
}

const PLAIN_ABOUT = labelOf('page.plain-about');

/** What the chosen style does, and a way to change it. */
function aboutChosen(store: PageStore): readonly Node[] {
  const style = chosenStyle(store.state);
  if (!style) return [document.createTextNode(PLAIN_ABOUT)];
  const change = element(
    'button',
    { type: 'button', class: 'link', id: 'edit-style', onclick: () => openStyleDialog(store, style) },
    style.readyMade ? labelOf('page.adapt') : labelOf('page.edit'),
  );
  return [document.createTextNode(`${style.description || style.template} `), change];
}

/** Arrow keys move the choice, as in every group of radio buttons. */
function step(store: PageStore, event: KeyboardEvent): void {
  const move = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (move === undefined) return;
  event.preventDefault();
  const names = [PLAIN_STYLE, ...store.state.styles.styles.map(({ name }) => name)];
  const next = names[(names.indexOf(chosenName(store.state)) + move + names.length) % names.length]!;
  changeDraft(store, { style: next });
  queueMicrotask(() => document.querySelector<HTMLElement>(`[data-style="${CSS.escape(next)}"]`)?.focus());
}
