import { type Action, keyName } from '#bot/studio/page/app/actions.ts';
import { element } from '#bot/studio/page/app/element.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { onStage, type PageStore } from '#bot/studio/page/app/state.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** A button for something that can be done with the picture on the stage. */
export function actionButton(
  store: PageStore,
  { action, card, small }: { readonly action: Action; readonly card: JobCard; readonly small: boolean },
): HTMLButtonElement {
  const { icon: name, label, about, key } = action;
  // The card of the moment: settings and pictures may have come since the button was made.
  const onclick = () => action.do(store, onStage(store.state) ?? card, { byPointer: true });
  return element(
    'button',
    {
      type: 'button',
      class: `btn tool${small ? ' small' : ''}${action.name === 'delete' ? ' danger' : ''}`,
      'data-action': action.name,
      'aria-label': label,
      title: key ? `${about} (${keyName(key)})` : about,
      onclick,
    },
    icon(name),
    element('span', {}, label),
  );
}
