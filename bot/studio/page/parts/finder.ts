import { element } from '#bot/studio/page/app/element.ts';
import type { GalleryStretches } from '#bot/studio/page/app/gallery-stretches.ts';
import { type IconName, icon } from '#bot/studio/page/app/icons.ts';
import type { GalleryFilter, PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';

/** Stillness after which words are sought. Milliseconds. */
const QUIET_MS = 150;

/** Days that can be chosen; null = ever. */
const PERIODS = [null, 1, 7, 30] as const;

/** Above the wall: what is sought, and what is left out. */
export interface Finder {
  readonly row: HTMLElement;
  /** Places are to be chosen where there are several. */
  show(found: Pick<GalleryStretches, 'hasDiscord'>): void;
}

/** Nothing is left out. */
export function createFinder(store: PageStore): Finder {
  const change = (filter: Partial<GalleryFilter>) => store.set({ filter: { ...store.state.filter, ...filter } });
  const toggle = (name: 'starred' | 'grouped', { label, picture }: { label: string; picture: IconName }) => {
    const onclick = () => change({ [name]: !store.state.filter[name] });
    const button = element('button', { class: 'btn small', onclick }, icon(picture), label);
    store.watch(
      ({ filter }) => [filter[name]],
      (isOn) => button.setAttribute('aria-pressed', String(isOn)),
    );
    return button;
  };
  const period = select(
    labelOf('page.period'),
    PERIODS.map((days) => [String(days ?? ''), days === null ? labelOf('page.ever') : labelOf('page.days', { days })]),
    (value) => change({ days: value === '' ? null : Number(value) }),
  );
  const place = select(
    labelOf('page.place'),
    [
      ['all', labelOf('page.everywhere')],
      ['studio', labelOf('page.title-short')],
      ['discord', 'Discord'],
    ],
    (value) => change({ place: value as GalleryFilter['place'] }),
  );
  place.hidden = true;
  const row = element(
    'div',
    { class: 'row find' },
    searchField(store),
    toggle('starred', { label: labelOf('page.starred'), picture: 'star' }),
    place,
    period,
    element('span', { class: 'grow' }),
    toggle('grouped', { label: labelOf('page.groups'), picture: 'copy' }),
  );
  return {
    row,
    show({ hasDiscord }) {
      place.hidden = !hasDiscord;
    },
  };
}

function searchField(store: PageStore): HTMLElement {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const oninput = () => {
    clearTimeout(timer);
    timer = setTimeout(() => store.set({ sought: input.value }), QUIET_MS);
  };
  const label = labelOf('page.search');
  const traits = { id: 'search', type: 'search', autocomplete: 'off', 'aria-label': label, placeholder: label };
  const input = element('input', { ...traits, oninput });
  store.watch(
    ({ sought }) => [sought],
    (sought) => {
      if (document.activeElement !== input) input.value = sought;
    },
  );
  return element('div', { class: 'search' }, icon('search'), input);
}

function select(
  label: string,
  options: readonly (readonly [string, string])[],
  choose: (value: string) => void,
): HTMLSelectElement {
  const onchange = () => choose(made.value);
  const made = element(
    'select',
    { 'aria-label': label, class: 'small', onchange },
    ...options.map(([value, text]) => element('option', { value }, text)),
  );
  return made;
}
