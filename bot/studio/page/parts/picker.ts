import { element, putInOrder } from '#bot/studio/page/app/element.ts';
import { addSketches, removeSketches, type SketchPlace } from '#bot/studio/page/app/sketches.ts';
import type { Draft, PageStore, State } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { sketchPlace, walkChoices } from '#bot/studio/page/parts/choices.ts';

/** Something that can be picked. */
export interface PickerOption {
  readonly value: string;
  readonly label: string;
  /** More about it; empty = nothing. */
  readonly about: string;
}

export interface PickerOptions {
  readonly label: string;
  readonly options: (state: State) => readonly PickerOption[];
  /** What is picked; empty = whatever is usual. */
  readonly chosen: (state: State) => string;
  /** What the button says: its name, and what is to be known of it. */
  readonly face: (state: State) => readonly [string, string];
  readonly choose: (value: string) => void;
  /** The draft with this one: its picture is shown, once it is drawn. */
  readonly draw: (draft: Draft, value: string) => Draft;
}

/** More than these can be searched. */
const SEARCHED_MIN = 9;

/** A button that says what is picked, with a small picture of it; opened, it shows what else there is, as pictures. */
export function createPicker(store: PageStore, options: PickerOptions): HTMLElement {
  const { label, face, chosen, draw } = options;
  const [name, about] = [element('b', {}), element('small', {})];
  const thumb = element('span', { class: 'thumb' }, element('span', { class: 'hatch' }));
  const said = element('span', { class: 'unseen' }, `${label}: `);
  const summary = element('summary', { class: 'picked' }, said, thumb, element('span', { class: 'grow' }, name, about));
  const tiles = createTiles(store, options);
  const place = element('details', { class: 'picker' }, summary, tiles.search, tiles.group);
  place.append(element('p', { class: 'soft small-text' }, labelOf('page.drawn-when-idle')));
  addSketches([{ ...sketchPlace(thumb, (draft) => draw(draft, chosen(store.state))), lasting: true }]);
  store.watch(
    (state) => [...face(state), chosen(state), JSON.stringify(options.options(state))],
    (...now) => {
      [name.textContent, about.textContent] = [now[0] ?? '', now[1] ?? ''];
      said.hidden = now[0] === label;
      tiles.show();
    },
  );
  return place;
}

/** One stop for Tab, arrows inside; pressed again, what is picked is as usual again. */
function createTiles(store: PageStore, { label, options, chosen, choose, draw }: PickerOptions) {
  const group = element('div', { class: 'choices', role: 'radiogroup', 'aria-label': label });
  const tiles = new Map<string, { readonly tile: HTMLButtonElement; readonly sketch: SketchPlace }>();
  const oninput = () => show();
  const find = labelOf('page.find');
  const search = element('input', { type: 'search', 'aria-label': find, placeholder: find, hidden: true, oninput });

  const make = ({ value, label: text }: PickerOption) => {
    const onclick = () => choose(chosen(store.state) === value ? '' : value);
    const traits = { class: 'choice', role: 'radio', 'data-option': value, onclick };
    const tile = element('button', traits, element('span', { class: 'hatch' }), element('span', {}, text));
    const sketch = { ...sketchPlace(tile, (draft) => draw(draft, value)), lasting: true };
    addSketches([sketch]);
    return { tile, sketch };
  };
  const show = () => {
    const all = options(store.state);
    search.hidden = all.length < SEARCHED_MIN;
    const sought = search.hidden ? '' : search.value.trim().toLowerCase();
    const shown = all.filter((one) => one.label.toLowerCase().includes(sought));
    for (const [value, { sketch }] of tiles) {
      if (all.some((one) => one.value === value)) continue;
      tiles.delete(value);
      removeSketches([sketch]);
    }
    const now = chosen(store.state);
    const isShown = shown.some(({ value }) => value === now);
    for (const [index, one] of shown.entries()) {
      const known = tiles.get(one.value) ?? make(one);
      tiles.set(one.value, known);
      const { tile } = known;
      tile.title = one.about;
      tile.setAttribute('aria-checked', String(one.value === now));
      tile.tabIndex = one.value === now || (!isShown && index === 0) ? 0 : -1;
    }
    putInOrder(
      group,
      shown.map(({ value }) => tiles.get(value)!.tile),
    );
  };
  walkChoices(group, choose);
  return { group, search, show };
}
