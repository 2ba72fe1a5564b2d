import { byId, element, putInOrder } from '#bot/studio/page/app/element.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { onStage, type PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { keepActionButtons } from '#bot/studio/page/parts/action-button.ts';
import { createCaption } from '#bot/studio/page/parts/caption.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/**
 * What the picture on the easel is, and what can be done with it. Elements stay while their job is the same: what
 * somebody presses or has the focus on is never taken away under the hand.
 */
export function showPlate(store: PageStore): void {
  const caption = createCaption(store);
  const place = byId('caption', HTMLDivElement);
  const tools = element('div', { class: 'tools', role: 'group', 'aria-label': labelOf('page.actions') });
  // Its family may have been there first.
  place.prepend(caption.words, caption.facts, tools, caption.notices);
  const showTools = createTools(store, tools);
  let standing = '';
  store.watch(
    (state) => [onStage(state), state.stars, state.reading, state.draft.prompt],
    (card, stars, _reading, _prompt) => {
      place.hidden = !card;
      if (!card) return;
      caption.show(card);
      const isStarred = stars.has(card.id);
      tools.querySelector('[data-action="star"]')?.classList.toggle('is-starred', isStarred);
      const now = `${card.live || card.id} ${card.state} ${card.canUpscale} ${card.canRestore} ${card.canAnimate}`;
      if (standing === now) return;
      standing = now;
      showTools(card);
      tools.querySelector('[data-action="star"]')?.classList.toggle('is-starred', isStarred);
    },
  );
}

/** The usual ones side by side; the rest, and what takes something away, behind "more". */
function createTools(store: PageStore, tools: HTMLElement): (card: JobCard) => void {
  const buttonsOf = keepActionButtons(store);
  const behind = element('div');
  const summary = element('summary', { class: 'btn small quiet' }, icon('more'), labelOf('page.more'));
  const menu = element('details', { class: 'menu' }, summary, behind);
  let job = '';
  return (card) => {
    const now = `${card.live || card.id}`;
    if (job !== now) menu.open = false;
    job = now;
    const rest = buttonsOf('menu', card);
    putInOrder(behind, rest);
    putInOrder(tools, [...buttonsOf('plate', card), ...(rest.length > 0 ? [menu] : [])]);
  };
}
