import { byId, element, putInOrder } from '#bot/studio/page/app/element.ts';
import { openJobs } from '#bot/studio/page/app/news.ts';
import { onStage, type PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { keepActionButtons } from '#bot/studio/page/parts/action-button.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** Above the prompt: how the picture on the easel stands, what waits beside it, and what can be done meanwhile. */
export function showNow(store: PageStore): void {
  const dot = element('span', { class: 'dot none' });
  const status = element('p', { class: 'status' });
  const others = element('span', { class: 'soft word-beside' });
  const news = element('p', { class: 'unseen', role: 'status' });
  const buttons = element('div', { class: 'row' });
  const row = byId('now', HTMLDivElement);
  row.append(dot, status, others, news, element('span', { class: 'grow' }), buttons);
  let standing = '';
  const buttonsOf = keepActionButtons(store);
  store.watch(
    (state) => [onStage(state), openJobs(state).length],
    (card, open) => {
      row.classList.toggle('nothing', card === null);
      const line = card ? statusOf(card) : '';
      if (status.textContent !== line) status.textContent = line;
      status.className = `status ${card?.state ?? ''}`;
      status.title = card?.denoiseMs ? labelOf('page.sampling', { milliseconds: Math.round(card.denoiseMs) }) : '';
      dot.className = `dot ${card && isMoving(card) ? card.state : 'none'}`;
      const waiting = open - (card && isMoving(card) && !card.live ? 1 : 0);
      others.textContent = waiting > 0 ? labelOf('page.more-waiting', { count: waiting }) : '';
      const now = `${card?.live || card?.id} ${card?.state}`;
      if (standing === now) return;
      standing = now;
      putInOrder(buttons, card ? buttonsOf('now', card) : []);
      if (card && !card.live) news.textContent = card.status;
    },
  );
}

function statusOf(card: JobCard): string {
  return card.live && card.state !== 'failed' ? labelOf('page.live-status') : card.status;
}

function isMoving({ state }: JobCard): boolean {
  return state === 'queued' || state === 'rendering';
}
