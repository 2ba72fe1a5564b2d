import { element } from '#bot/studio/page/app/element.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';

/** The first line of a dialog: its title, what stands beside it, and the button that closes it. */
export function dialogHead(
  dialog: HTMLDialogElement,
  { id, title, beside = [] }: { readonly id: string; readonly title: string; readonly beside?: readonly HTMLElement[] },
): HTMLElement {
  const close = { class: 'btn quiet icon-only small', 'aria-label': labelOf('page.close') };
  const heading = element('h2', { id, class: beside.length > 0 && 'grow' }, title);
  const button = element('button', { ...close, onclick: () => dialog.close() }, icon('close'));
  return element('header', {}, heading, ...beside, button);
}
