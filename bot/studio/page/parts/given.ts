import { keepsRest } from '#bot/studio/page/app/draft-settings.ts';
import { byId, element } from '#bot/studio/page/app/element.ts';
import { forget, hasMargins, startFrom, theMask } from '#bot/studio/page/app/start-picture.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { attempt } from '#bot/studio/page/app/toasts.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';

/** The picture that the draft starts from, above the prompt: how much of it is drawn anew, and what can be done with it. */
export function showGiven(store: PageStore): void {
  const place = byId('given', HTMLDivElement);
  const picture = element('img', { alt: '' });
  const line = element('p', { class: 'tag' });
  const change = button(labelOf('page.change'), () => store.set({ isChanging: !store.state.isChanging }));
  const other = button(labelOf('page.other-picture'), () => choosePicture(store));
  const away = button(labelOf('page.without-picture'), () => forget(store));
  place.append(picture, line, element('span', { class: 'grow' }), change, other, away);
  const show = () => {
    const { start } = store.state.draft;
    place.hidden = start === null;
    const { isChanging } = store.state;
    change.textContent = labelOf(isChanging ? 'page.back-to-easel' : 'page.change');
    const isPart = start !== null && (theMask().share > 0 || hasMargins(start));
    if (store.state.isPart !== isPart) store.set({ isPart });
    if (!start) return;
    if (picture.getAttribute('src') !== start.address) picture.src = start.address;
    const keeps = keepsRest(store.state.draft.prompt);
    const part = keeps ? 'page.blue-is-new' : 'page.blue-and-rest';
    line.textContent = labelOf(isPart ? part : 'page.starts-with-it');
  };
  store.watch(
    ({ draft, isChanging }) => [draft.start, keepsRest(draft.prompt), isChanging],
    (_start, _keeps, _isChanging) => show(),
  );
  theMask().onChange(show);
}

function button(label: string, onclick: () => void): HTMLButtonElement {
  return element('button', { class: 'btn quiet small', onclick }, label);
}

/** Asks for a file. */
export function choosePicture(store: PageStore): void {
  const input = element('input', { type: 'file', accept: 'image/*' });
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) void attempt(() => startFrom(store, file));
  });
  input.click();
}
