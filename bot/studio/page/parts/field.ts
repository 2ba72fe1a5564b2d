import { isInPrompt, type SettingName } from '#bot/studio/page/app/draft-settings.ts';
import { element } from '#bot/studio/page/app/element.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';

/** A control with its name above it, and its value at the right of the name. */
export function field(
  name: string,
  { label, control, value = null }: { label: string; control: HTMLElement; value?: HTMLElement | null },
): HTMLElement {
  const heading = element('span', { class: 'name' }, element('span', {}, label), value);
  return element('div', { class: `field of-${name}` }, heading, control);
}

/** Fills a list by values and labels. Options are made anew only when they are others: an open list stays open. */
export function fill(select: HTMLSelectElement, options: readonly (readonly [string, string])[]): void {
  const key = JSON.stringify(options);
  if (select.dataset.options === key) return;
  select.dataset.options = key;
  select.replaceChildren(...options.map(([value, label]) => element('option', { value }, label)));
}

/** Says "in the prompt" beside a control that the prompt decides. */
export function showWhoDecides(
  store: PageStore,
  { name, of }: { readonly name: SettingName; readonly of: HTMLElement },
): HTMLElement {
  const note = element('small', { class: 'said', hidden: true }, labelOf('page.in-prompt'));
  of.querySelector('.name span')!.after(note);
  store.watch(
    ({ draft }) => [isInPrompt(draft, name)],
    (isSaid) => {
      note.hidden = !isSaid;
      of.classList.toggle('is-said', isSaid);
    },
  );
  return of;
}
