import { withFlag } from '#bot/prompt/change-flag.ts';
import { flagsOf } from '#bot/studio/page/app/draft-settings.ts';
import { changeDraft, type PageStore, type State } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { field } from '#bot/studio/page/parts/field.ts';
import { createPicker } from '#bot/studio/page/parts/picker.ts';

/** By which mathematics the steps are taken, as pictures. What is picked is written into the prompt. */
export function samplerField(store: PageStore): HTMLElement {
  const label = labelOf('page.sampler');
  const said = ({ draft }: State) => flagsOf(draft.prompt).sampler ?? '';
  const control = createPicker(store, {
    label,
    options: ({ cluster }) =>
      (cluster.offer?.samplers ?? []).map(({ name }) => ({ value: name, label: name, about: '' })),
    chosen: said,
    face: (state) => {
      const name = said(state) || state.reading?.settled?.sampler;
      return [name ?? labelOf('page.auto'), name && said(state) === '' ? labelOf('page.auto') : ''];
    },
    choose: (name) => changeDraft(store, { prompt: withFlag(store.state.draft.prompt, 'sampler', name || null) }),
    draw: (draft, name) => ({ ...draft, prompt: withFlag(draft.prompt, 'sampler', name || null) }),
  });
  return field('sampler', { label, control });
}
