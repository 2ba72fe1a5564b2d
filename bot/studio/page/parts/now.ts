import { ACTIONS, type Action } from '#bot/studio/page/app/actions.ts';
import { byId, element, putInOrder } from '#bot/studio/page/app/element.ts';
import { openJobs } from '#bot/studio/page/app/news.ts';
import { onStage, type PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { actionButton } from '#bot/studio/page/parts/action-button.ts';
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
  let made: MadeButtons = { job: '', buttons: new Map() };
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
      const job = `${card?.live || card?.id}`;
      const now = `${job} ${card?.state}`;
      if (standing === now) return;
      standing = now;
      if (made.job !== job) made = { job, buttons: new Map() };
      putInOrder(buttons, card ? buttonsOf(store, card, made) : []);
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

/** The buttons of one job so far. One that is still wanted in its next state stays, and the keyboard's focus with it. */
interface MadeButtons {
  readonly job: string;
  readonly buttons: Map<Action, HTMLButtonElement>;
}

function buttonsOf(store: PageStore, card: JobCard, { buttons }: MadeButtons): readonly HTMLButtonElement[] {
  const actions = ACTIONS.filter((one) => one.place === 'now' && one.isShown(card) && one.when(card));
  return actions.map((action) => {
    const button = buttons.get(action) ?? actionButton(store, { action, card, small: true });
    buttons.set(action, button);
    return button;
  });
}
