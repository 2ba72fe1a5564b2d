import { withFlag } from '#bot/prompt/change-flag.ts';
import { flagsOf } from '#bot/studio/page/app/draft-settings.ts';
import { changeDraft, chosenModel, type PageStore, type State } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { field } from '#bot/studio/page/parts/field.ts';
import { createPicker } from '#bot/studio/page/parts/picker.ts';

/** Which model draws, and others as pictures. What is picked is written into the prompt. */
export function modelField(store: PageStore): HTMLElement {
  const label = labelOf('page.model');
  const names = ({ cluster }: State) => (cluster.offer?.models ?? []).map(({ name }) => name);
  const chosen = (state: State) => {
    const said = flagsOf(state.draft.prompt).model?.toLowerCase();
    return names(state).find((name) => name.toLowerCase() === said) ?? '';
  };
  const control = createPicker(store, {
    label,
    options: (state) => names(state).map((name) => ({ value: name, label: name, about: '' })),
    chosen,
    face: (state) => {
      const name = chosenModel(state)?.name;
      return [name ?? labelOf('page.auto'), name && chosen(state) === '' ? labelOf('page.auto') : ''];
    },
    choose: (name) => changeDraft(store, { prompt: withFlag(store.state.draft.prompt, 'model', name || null) }),
    draw: (draft, name) => ({ ...draft, prompt: withFlag(draft.prompt, 'model', name || null) }),
  });
  return field('model', { label, control });
}
