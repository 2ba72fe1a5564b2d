import { byId, element, icon } from '#bot/studio/page/app/element.ts';
import { anySeed, changeDraft, chosenStyle, onStage, type PageStore, type State } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import type { StyleCard } from '#bot/studio/server/api.ts';
import { SEED_MAX } from '#shared/contract/bounds.ts';

/** Shapes on offer, width to height. */
const RATIOS: readonly (readonly [number, number])[] = [
  [1, 1],
  [3, 2],
  [16, 9],
  [2, 3],
  [9, 16],
];

/** What to offer before a renderer has told its limits. */
const STEPS_MAX = 50;
const GUIDANCE_MAX = 20;
const COUNT_MAX = 4;

/** Shape, steps, guidance, seed and count. What is not touched says "auto": the style and the model decide. */
export function showSettings(store: PageStore): void {
  byId('settings', HTMLDivElement).append(
    shapeField(store),
    sliderField(store, {
      key: 'steps',
      label: labelOf('page.steps'),
      range: ({ cluster }) => ({ min: 1, step: 1, max: cluster.offer?.stepsMax ?? STEPS_MAX }),
      ofStyle: (style) => style?.steps ?? null,
    }),
    sliderField(store, {
      key: 'guidance',
      label: labelOf('page.guidance'),
      range: ({ cluster }) => ({ min: 0, step: 0.5, max: Math.min(GUIDANCE_MAX, cluster.offer?.guidanceMax ?? 20) }),
      ofStyle: (style) => style?.guidance ?? null,
    }),
    seedField(store),
    countField(store),
  );
}

function field(
  name: string,
  { label, control, value = null }: { label: string; control: HTMLElement; value?: HTMLElement | null },
): HTMLElement {
  return element('div', { class: `field of-${name}` }, element('span', { class: 'name' }, label, value), control);
}

function shapeField(store: PageStore): HTMLElement {
  const value = element('output', {});
  const buttons = RATIOS.map(([width, height]) => {
    const ratio = `${width}:${height}`;
    const longer = Math.max(width, height);
    const choose = () => changeDraft(store, { ratio: store.state.draft.ratio === ratio ? null : ratio });
    return element(
      'button',
      {
        type: 'button',
        class: 'shape',
        title: ratio,
        'aria-label': labelOf('page.shape-value', { ratio }),
        'data-ratio': ratio,
        onclick: choose,
      },
      element('i', { 'style:--w': width / longer, 'style:--h': height / longer }),
    );
  });
  store.watch(
    ({ draft }) => [draft.ratio],
    (ratio) => {
      for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset.ratio === ratio));
      value.textContent = ratio ?? labelOf('page.auto');
    },
  );
  const label = labelOf('page.shape');
  const control = element('div', { class: 'shapes', role: 'group', 'aria-label': label }, ...buttons);
  return field('shape', { label, control, value });
}

interface SliderOptions {
  readonly key: 'steps' | 'guidance';
  readonly label: string;
  readonly range: (state: State) => { readonly min: number; readonly step: number; readonly max: number };
  readonly ofStyle: (style: StyleCard | null) => number | null;
}

/** A slider whose number can be clicked back to "auto". */
function sliderField(store: PageStore, { key, label, range, ofStyle }: SliderOptions): HTMLElement {
  const slider = element('input', {
    type: 'range',
    'aria-label': label,
    oninput: () => changeDraft(store, { [key]: slider.valueAsNumber }),
  });
  const value = element('button', {
    type: 'button',
    class: 'value',
    title: labelOf('page.back-to-auto'),
    onclick: () => changeDraft(store, { [key]: null }),
  });
  store.watch(
    (state) => [state.draft[key], chosenStyle(state), range(state).max],
    (chosen, style, _max) => {
      const { min, step, max } = range(store.state);
      const shown = chosen ?? ofStyle(style);
      Object.assign(slider, { min: String(min), max: String(max), step: String(step) });
      slider.valueAsNumber = shown ?? min;
      slider.style.setProperty('--full', String((slider.valueAsNumber - min) / (max - min)));
      slider.classList.toggle('auto', chosen === null);
      value.textContent =
        chosen === null
          ? shown === null
            ? labelOf('page.auto')
            : labelOf('page.auto-value', { value: shown })
          : String(chosen);
      value.disabled = chosen === null;
    },
  );
  return field(key, { label, control: slider, value });
}

/** Unlocked: another seed each time. Locked: the one that is shown; the dice throw another. */
function seedField(store: PageStore): HTMLElement {
  const input = element('input', {
    type: 'text',
    inputmode: 'numeric',
    'aria-label': labelOf('page.seed'),
    placeholder: labelOf('page.random'),
    maxlength: 10,
    oninput: () => {
      const digits = input.value.replace(/\D/g, '');
      if (digits !== input.value) input.value = digits;
      changeDraft(store, { seed: digits === '' ? null : Math.min(SEED_MAX, Number(digits)) });
    },
  });
  const dice = element(
    'button',
    {
      type: 'button',
      class: 'square',
      title: labelOf('page.another-seed'),
      'aria-label': labelOf('page.another-seed'),
    },
    icon('dice'),
  );
  dice.addEventListener('click', () => changeDraft(store, { seed: anySeed() }));
  const lock = element('button', { type: 'button', class: 'square', 'aria-label': labelOf('page.keep-the-seed') });
  lock.addEventListener('click', () => {
    const { draft } = store.state;
    changeDraft(store, { seed: draft.seed === null ? (onStage(store.state)?.settled?.seed ?? anySeed()) : null });
  });
  store.watch(
    ({ draft }) => [draft.seed],
    (seed) => {
      if (document.activeElement !== input || seed === null) input.value = seed === null ? '' : String(seed);
      lock.replaceChildren(icon(seed === null ? 'unlocked' : 'locked'));
      lock.title = seed === null ? labelOf('page.keep-picture-seed') : labelOf('page.new-seed-each-time');
      lock.setAttribute('aria-pressed', String(seed !== null));
    },
  );
  const control = element('div', { class: 'row' }, input, dice, lock);
  return field('seed', { label: labelOf('page.seed'), control });
}

function countField(store: PageStore): HTMLElement {
  const buttons = Array.from({ length: COUNT_MAX }, (_, index) =>
    element(
      'button',
      {
        type: 'button',
        class: 'square',
        'aria-label': labelOf('page.pictures-value', { count: index + 1 }),
        onclick: () => changeDraft(store, { count: index + 1 }),
      },
      String(index + 1),
    ),
  );
  store.watch(
    ({ draft, cluster }) => [draft.count, cluster.offer?.countMax ?? COUNT_MAX],
    (count, countMax) => {
      for (const [index, button] of buttons.entries()) {
        button.setAttribute('aria-pressed', String(index + 1 === count));
        button.hidden = index >= countMax;
      }
    },
  );
  const label = labelOf('page.pictures');
  const control = element('div', { class: 'row', role: 'group', 'aria-label': label }, ...buttons);
  return field('pictures', { label, control });
}
