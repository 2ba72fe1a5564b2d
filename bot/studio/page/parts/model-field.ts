import { endOfWords, withFlag } from '#bot/prompt/change-flag.ts';
import { flagsOf } from '#bot/studio/page/app/draft-settings.ts';
import { element } from '#bot/studio/page/app/element.ts';
import { changeDraft, chosenModel, type PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { field } from '#bot/studio/page/parts/field.ts';
import type { ModelCard } from '#bot/studio/server/api.ts';

/**
 * Which model draws, another one, and its adapters with the words that call them up. What is chosen is written into the
 * prompt.
 */
export function modelField(store: PageStore): HTMLElement {
  const models = element('select', { 'aria-label': labelOf('page.model') });
  const adapters = element('select', { 'aria-label': labelOf('page.adapters') });
  models.addEventListener('change', () => {
    changeDraft(store, { prompt: withFlag(store.state.draft.prompt, 'model', models.value || null) });
  });
  adapters.addEventListener('change', () => {
    const adapter = chosenModel(store.state)?.adapters.find(({ name }) => name === adapters.value);
    adapters.value = '';
    if (adapter) changeDraft(store, { prompt: withAdapter(store.state.draft.prompt, adapter) });
  });
  store.watch(
    (state) => [state.cluster.offer, chosenModel(state), flagsOf(state.draft.prompt).model],
    (offer, model, said) => {
      const auto = model && said === undefined ? labelOf('page.auto-name', { name: model.name }) : labelOf('page.auto');
      const names = (offer?.models ?? []).map(({ name }) => name);
      fill(models, [['', auto], ...names.map((name) => [name, name] as const)]);
      models.value = names.find((name) => name.toLowerCase() === said?.toLowerCase()) ?? '';
      fill(adapters, [['', labelOf('page.add-adapter')], ...(model?.adapters ?? []).map(adapterOption)]);
      adapters.hidden = (model?.adapters.length ?? 0) === 0;
    },
  );
  const control = element('div', { class: 'stack' }, models, adapters);
  return field('model', { label: labelOf('page.model'), control });
}

/** Fills a list by values and labels. Options are made anew only when they are others: an open list stays open. */
export function fill(select: HTMLSelectElement, options: readonly (readonly [string, string])[]): void {
  const key = JSON.stringify(options);
  if (select.dataset.options === key) return;
  select.dataset.options = key;
  select.replaceChildren(...options.map(([value, label]) => element('option', { value }, label)));
}

function adapterOption({ name, triggers }: ModelCard['adapters'][number]): readonly [string, string] {
  if (triggers.length === 0) return [name, name];
  return [name, labelOf('page.adapter-words', { name, words: triggers.join(', ') })];
}

/** At the end of the words, before the settings, with the words that call it up where they are missing. */
function withAdapter(prompt: string, { name, triggers }: ModelCard['adapters'][number]): string {
  const end = endOfWords(prompt);
  const words = prompt.slice(0, end);
  const missing = triggers.filter((word) => !words.toLowerCase().includes(word.toLowerCase()));
  const added = [words, ...missing].filter(Boolean).join(', ');
  return `${added} <lora:${name}:1>${prompt.slice(end)}`.trimStart();
}
