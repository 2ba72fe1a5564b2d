import { element, putInOrder } from '#bot/studio/page/app/element.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import {
  type UsedAdapter,
  usedAdapters,
  withAdapter,
  withoutAdapter,
  withStrength,
} from '#bot/studio/page/app/prompt-adapters.ts';
import { changeDraft, chosenModel, type PageStore } from '#bot/studio/page/app/state.ts';
import { inOneLine, labelOf, words } from '#bot/studio/page/app/words.ts';
import { field } from '#bot/studio/page/parts/field.ts';
import { createPicker } from '#bot/studio/page/parts/picker.ts';
import type { ModelCard } from '#bot/studio/server/api.ts';

/** Strengths of the slider; the prompt takes any. */
const STRENGTH_MAX = 2;

/**
 * The adapters that the prompt names, each with its strength and the words that call it up, and what else fits the
 * model. All of it is written into the prompt.
 */
export function adapterField(store: PageStore): HTMLElement {
  const label = labelOf('page.adapters');
  const list = element('div', { class: 'used' });
  const rows = new Map<string, AdapterRow>();
  const more = createPicker(store, {
    label: labelOf('page.add-adapter'),
    options: (state) => unused(state.draft.prompt, chosenModel(state)).map(optionOf),
    chosen: () => '',
    face: (state) => [
      labelOf('page.add-adapter'),
      labelOf('page.adapters-fit', { count: unused(state.draft.prompt, chosenModel(state)).length }),
    ],
    choose: (name) => {
      const adapter = chosenModel(store.state)?.adapters.find((one) => one.name === name);
      if (adapter) changeDraft(store, { prompt: withAdapter(store.state.draft.prompt, adapter) });
    },
    draw: (draft, name) => {
      const adapter = chosenModel(store.state)?.adapters.find((one) => one.name === name);
      return adapter ? { ...draft, prompt: withAdapter(draft.prompt, adapter) } : draft;
    },
  });
  const of = field('adapters', { label, control: element('div', { class: 'stack' }, list, more) });
  store.watch(
    (state) => [state.draft.prompt, chosenModel(state)],
    (prompt, model) => {
      const used = usedAdapters(prompt);
      of.hidden = used.length === 0 && (model?.adapters.length ?? 0) === 0;
      more.hidden = unused(prompt, model).length === 0;
      for (const name of rows.keys()) if (!used.some((one) => one.name === name)) rows.delete(name);
      putInOrder(
        list,
        used.map((one) => {
          const row = rows.get(one.name) ?? createRow(store, one.name);
          rows.set(one.name, row);
          row.show(one, model);
          return row.row;
        }),
      );
    },
  );
  return of;
}

function unused(prompt: string, model: ModelCard | null): ModelCard['adapters'] {
  const used = usedAdapters(prompt);
  return (model?.adapters ?? []).filter(({ name }) => !used.some((one) => one.name === name));
}

function optionOf({ name, triggers }: ModelCard['adapters'][number]) {
  return { value: name, label: name, about: triggerText(triggers) };
}

function triggerText(triggers: readonly string[]): string {
  return triggers.length === 0 ? '' : labelOf('page.adds-words', { words: inOneLine(triggers) });
}

interface AdapterRow {
  readonly row: HTMLElement;
  show(used: UsedAdapter, model: ModelCard | null): void;
}

function createRow(store: PageStore, name: string): AdapterRow {
  const about = element('small', { class: 'soft' });
  const value = element('output', {});
  const write = (prompt: string) => changeDraft(store, { prompt });
  const slider = element('input', {
    type: 'range',
    min: 0,
    max: STRENGTH_MAX,
    step: 0.05,
    'aria-label': labelOf('page.strength-of', { name }),
    oninput: () => write(withStrength(store.state.draft.prompt, name, slider.valueAsNumber)),
  });
  const takeOut = labelOf('page.without-adapter', { name });
  const away = element(
    'button',
    {
      class: 'btn quiet icon-only small',
      title: takeOut,
      'aria-label': takeOut,
      onclick: () => write(withoutAdapter(store.state.draft.prompt, name)),
    },
    icon('close'),
  );
  const head = element('div', { class: 'row' }, element('b', { class: 'grow' }, name), value, away);
  const row = element('div', { class: 'used-adapter' }, head, about, slider);
  return {
    row,
    show({ weight }, model) {
      const known = model?.adapters.find((one) => one.name === name);
      about.textContent =
        known || !model ? triggerText(known?.triggers ?? []) : labelOf('page.adapter-unknown', { model: model.name });
      about.hidden = about.textContent === '';
      slider.valueAsNumber = weight;
      slider.style.setProperty('--full', String(Math.min(1, Math.max(0, weight / STRENGTH_MAX))));
      value.textContent = words.number(weight);
    },
  };
}
