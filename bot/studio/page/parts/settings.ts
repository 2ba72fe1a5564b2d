import { withFlag } from '#bot/prompt/change-flag.ts';
import {
  changeSetting,
  chosenStyle,
  flagsOf,
  isInPrompt,
  type SettingName,
  settingsOf,
} from '#bot/studio/page/app/draft-settings.ts';
import { byId, element } from '#bot/studio/page/app/element.ts';
import { addSketches, type SketchPlace } from '#bot/studio/page/app/sketches.ts';
import type { PageStore, State } from '#bot/studio/page/app/state.ts';
import { labelOf, words } from '#bot/studio/page/app/words.ts';
import { adapterField } from '#bot/studio/page/parts/adapter-field.ts';
import { field, showWhoDecides } from '#bot/studio/page/parts/field.ts';
import { modelField } from '#bot/studio/page/parts/model-field.ts';
import { samplerField } from '#bot/studio/page/parts/sampler-field.ts';
import { secondPassField } from '#bot/studio/page/parts/second-pass-field.ts';
import { seedField } from '#bot/studio/page/parts/seed-field.ts';
import type { StyleCard } from '#bot/studio/server/api.ts';

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

/**
 * Shape, steps, guidance, seed, count and model. What is not touched says "auto": the style and the model decide. What
 * the prompt says (`--steps 6`) is shown as it will count, and changed there.
 */
export function showSettings(store: PageStore): void {
  byId('settings', HTMLDivElement).append(
    modelField(store),
    samplerField(store),
    adapterField(store),
    shapeField(store),
    sliderField(store, {
      key: 'steps',
      label: labelOf('page.steps'),
      range: (state) => ({ min: 1, step: 1, max: stepsMaxNow(state) }),
      ofStyle: (style) => style?.steps ?? null,
    }),
    sliderField(store, {
      key: 'guidance',
      label: labelOf('page.guidance'),
      ends: [labelOf('page.loose'), labelOf('page.strict')],
      range: ({ cluster }) => ({ min: 0, step: 0.5, max: Math.min(GUIDANCE_MAX, cluster.offer?.guidanceMax ?? 20) }),
      ofStyle: (style) => style?.guidance ?? null,
    }),
    seedField(store),
    countField(store),
    secondPassField(store),
  );
}

/** As many as the sampler takes that would be used: some take fewer than the renderers allow. */
function stepsMaxNow({ cluster, reading, draft }: State): number {
  const { samplers = [], stepsMax = STEPS_MAX } = cluster.offer ?? {};
  const name = reading?.settled?.sampler ?? flagsOf(draft.prompt).sampler;
  return samplers.find((sampler) => sampler.name === name)?.stepsMax ?? stepsMax;
}

function shapeField(store: PageStore): HTMLElement {
  const value = element('output', {});
  const buttons = RATIOS.map(([width, height]) => {
    const ratio = `${width}:${height}`;
    const longer = Math.max(width, height);
    const choose = () => changeSetting(store, 'ratio', settingsOf(store.state.draft).ratio === ratio ? null : ratio);
    return element(
      'button',
      {
        class: 'btn shape',
        title: ratio,
        'aria-label': labelOf('page.shape-value', { ratio }),
        'data-ratio': ratio,
        onclick: choose,
      },
      element('i', { 'style:--w': width / longer, 'style:--h': height / longer }),
    );
  });
  addSketches(buttons.map((button) => shapeSketch(button)));
  store.watch(
    ({ draft }) => [settingsOf(draft).ratio],
    (ratio) => {
      for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset.ratio === ratio));
      value.textContent = ratio ?? labelOf('page.auto');
    },
  );
  const label = labelOf('page.shape');
  const control = element('div', { class: 'seg shapes', role: 'group', 'aria-label': label }, ...buttons);
  return showWhoDecides(store, { name: 'ratio', of: field('shape', { label, control, value }) });
}

/** In the frame of the shape, your sentence in it. */
function shapeSketch(button: HTMLButtonElement): SketchPlace {
  const picture = element('img', { alt: '' });
  const ratio = button.dataset.ratio!;
  picture.addEventListener('load', () => button.firstElementChild!.replaceChildren(picture));
  return {
    draw: (draft) => ({ ...draft, prompt: withoutSize(draft.prompt), ratio }),
    lasting: true,
    at: button,
    isShown: () => button.checkVisibility(),
    show(address) {
      picture.classList.toggle('stale', address === null);
      if (address !== null) picture.src = address;
    },
  };
}

function withoutSize(prompt: string): string {
  return (['ratio', 'width', 'height'] as const).reduce((text, key) => withFlag(text, key, null), prompt);
}

interface SliderOptions {
  readonly key: SettingName & ('steps' | 'guidance');
  readonly label: string;
  readonly range: (state: State) => { readonly min: number; readonly step: number; readonly max: number };
  readonly ofStyle: (style: StyleCard | null) => number | null;
  /** What its ends mean. */
  readonly ends?: readonly [string, string];
}

/** A slider whose number can be clicked back to "auto". */
function sliderField(store: PageStore, { key, label, range, ofStyle, ends }: SliderOptions): HTMLElement {
  const slider = element('input', {
    type: 'range',
    'aria-label': label,
    oninput: () => changeSetting(store, key, slider.valueAsNumber),
  });
  const value = element('button', {
    class: 'value',
    title: labelOf('page.back-to-auto'),
    onclick: () => changeSetting(store, key, null),
  });
  store.watch(
    (state) => [settingsOf(state.draft)[key], chosenStyle(state), range(state).max, autoValue(state, key)],
    (chosen, style, _max, auto) => {
      const { min, step, max } = range(store.state);
      const shown = chosen ?? auto ?? ofStyle(style);
      Object.assign(slider, { min: String(min), max: String(max), step: String(step) });
      slider.valueAsNumber = shown ?? min;
      slider.style.setProperty('--full', String((slider.valueAsNumber - min) / (max - min)));
      slider.classList.toggle('auto', chosen === null);
      value.textContent =
        chosen === null
          ? shown === null
            ? labelOf('page.auto')
            : labelOf('page.auto-value', { value: shown })
          : words.number(chosen);
      value.disabled = chosen === null;
    },
  );
  const of = field(key, { label, control: slider, value });
  if (ends) of.append(element('p', { class: 'ends' }, ...ends.map((end) => element('span', {}, end))));
  return showWhoDecides(store, { name: key, of });
}

/** What it would be if nothing is chosen, as the studio reads the draft; null = not known now. */
function autoValue({ reading, draft }: State, key: 'steps' | 'guidance'): number | null {
  return isInPrompt(draft, key) || draft[key] !== null ? null : (reading?.settled?.[key] ?? null);
}

function countField(store: PageStore): HTMLElement {
  const buttons = Array.from({ length: COUNT_MAX }, (_, index) =>
    element(
      'button',
      {
        class: 'btn',
        'aria-label': labelOf('page.pictures-value', { count: index + 1 }),
        onclick: () => changeSetting(store, 'count', index + 1),
      },
      String(index + 1),
    ),
  );
  store.watch(
    ({ draft, cluster }) => [settingsOf(draft).count ?? 1, cluster.offer?.countMax ?? COUNT_MAX],
    (count, countMax) => {
      for (const [index, button] of buttons.entries()) {
        button.setAttribute('aria-pressed', String(index + 1 === count));
        button.hidden = index >= countMax;
      }
    },
  );
  const label = labelOf('page.pictures');
  const control = element('div', { class: 'seg', role: 'group', 'aria-label': label }, ...buttons);
  return showWhoDecides(store, { name: 'count', of: field('pictures', { label, control }) });
}
