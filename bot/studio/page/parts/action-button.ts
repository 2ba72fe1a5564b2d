import { ACTIONS, type Action, keyName } from '#bot/studio/page/app/actions.ts';
import { element } from '#bot/studio/page/app/element.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { onStage, type PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/**
 * The buttons of a job's actions as they are of use in its present state. One that was of use before, too, stays the same
 * element, so that it keeps the keyboard's focus and a press in the middle of a change is not lost.
 */
export function keepActionButtons(store: PageStore): (place: Action['place'], card: JobCard) => HTMLButtonElement[] {
  let job = '';
  let made = new Map<Action, HTMLButtonElement>();
  return (place, card) => {
    const now = `${card.live || card.id}`;
    if (job !== now) made = new Map();
    job = now;
    const shown = ACTIONS.filter((action) => action.place === place && action.isShown(card) && action.when(card));
    return shown.map((action) => {
      const button = made.get(action) ?? actionButton(store, { action, card });
      made.set(action, button);
      return button;
    });
  };
}

/** A button for something that can be done with the picture on the stage. */
function actionButton(
  store: PageStore,
  { action, card }: { readonly action: Action; readonly card: JobCard },
): HTMLButtonElement {
  const { name, key } = action;
  const [label, about] = [labelOf(`page.${name}`), labelOf(`page.${name}-about`)];
  // The card of the moment: settings and pictures may have come since the button was made.
  const onclick = () => action.do(store, onStage(store.state) ?? card, { byPointer: true });
  return element(
    'button',
    {
      class: `btn tool small${name === 'delete' ? ' danger' : ''}`,
      'data-action': name,
      'aria-label': label,
      title: key ? `${about} (${keyName(key)})` : about,
      onclick,
    },
    icon(action.icon),
    element('span', {}, label),
  );
}
