import { ACTIONS, type Action, keyName } from '#bot/studio/page/app/actions.ts';
import { byId, element, icon } from '#bot/studio/page/app/element.ts';
import { onStage, type PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { createCaption } from '#bot/studio/page/parts/caption.ts';
import { createFrame } from '#bot/studio/page/parts/frame.ts';
import { createInvitation } from '#bot/studio/page/parts/invitation.ts';
import { openZoom } from '#bot/studio/page/parts/zoom.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/**
 * The big picture, what it is, and what can be done with it. Elements stay while their job is the same: what somebody
 * presses or has the focus on is never taken away under the hand.
 */
export function showStage(store: PageStore): void {
  const frame = createFrame(openZoom);
  const invitation = createInvitation(store);
  const caption = createCaption(store);
  const place = byId('caption', HTMLDivElement);
  const news = element('p', { class: 'unseen', role: 'status' });
  const tools = element('div', { class: 'tools', role: 'group', 'aria-label': labelOf('page.actions') });
  place.before(news);
  place.append(caption.heading, tools, caption.more);
  let standing = '';
  store.watch(
    (state) => [onStage(state), state.reading, state.draft.prompt],
    (card, _reading, _prompt) => {
      place.hidden = !card;
      if (!card) return frame.showInstead(invitation);
      frame.show(card);
      caption.show(card);
      const now = `${card.live || card.id} ${card.state}`;
      if (standing === now) return;
      standing = now;
      tools.replaceChildren(...toolsOf(store, card));
      if (!card.live) news.textContent = card.status;
    },
  );
}

function toolsOf(store: PageStore, card: JobCard): readonly Node[] {
  return ACTIONS.filter((action) => action.isShown(card) && action.when(card)).map((action) =>
    // The card of the moment: settings and pictures may have come since the button was made.
    tool(action, () => action.do(store, onStage(store.state) ?? card, { byPointer: true })),
  );
}

function tool({ icon: name, label, about, key }: Action, onclick: () => void): HTMLButtonElement {
  return element(
    'button',
    { type: 'button', class: 'tool', 'aria-label': label, title: key ? `${about} (${keyName(key)})` : about, onclick },
    icon(name),
    element('span', {}, label),
  );
}
