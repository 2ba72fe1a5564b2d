import { withFlag } from '#bot/prompt/change-flag.ts';
import { flagsOf } from '#bot/studio/page/app/draft-settings.ts';
import { element } from '#bot/studio/page/app/element.ts';
import { changeDraft, type PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { field } from '#bot/studio/page/parts/field.ts';
import { fill } from '#bot/studio/page/parts/model-field.ts';

/** By which mathematics the steps are taken. What is chosen is written into the prompt. */
export function samplerField(store: PageStore): HTMLElement {
  const label = labelOf('page.sampler');
  const list = element('select', { 'aria-label': label });
  list.addEventListener('change', () => {
    changeDraft(store, { prompt: withFlag(store.state.draft.prompt, 'sampler', list.value || null) });
  });
  store.watch(
    (state) => [state.cluster.offer, flagsOf(state.draft.prompt).sampler, state.reading?.settled?.sampler],
    (offer, said, usual) => {
      const auto = usual && said === undefined ? labelOf('page.auto-name', { name: usual }) : labelOf('page.auto');
      const names = (offer?.samplers ?? []).map(({ name }) => name);
      const others = said === undefined || names.includes(said) ? [] : [said];
      fill(list, [['', auto], ...[...names, ...others].map((name) => [name, name] as const)]);
      list.value = said ?? '';
    },
  );
  return field('sampler', { label, control: list });
}
