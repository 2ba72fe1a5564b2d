import { byId } from '#bot/studio/page/app/element.ts';
import type { PageStore, State } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** Jobs of this place that are not finished. */
export function openJobs({ jobs }: Pick<State, 'jobs'>): readonly JobCard[] {
  return jobs.filter(({ state }) => state === 'queued' || state === 'rendering');
}

/** The title of the tab tells how far things are; who has allowed it is called when something is done. */
export function showNews(store: PageStore): void {
  let awaited = new Set<string>();
  let titling = 0;
  store.watch(
    ({ jobs }) => [jobs],
    (jobs) => {
      if (titling === 0)
        titling = window.setTimeout(() => {
          titling = 0;
          document.title = titleOf(store.state);
        }, TITLE_MS);
      for (const card of jobs) if (awaited.has(card.id) && isOver(card)) call(card);
      awaited = new Set(openJobs({ jobs }).map(({ id }) => id));
    },
  );
}

/** Asks whether the browser may call; the question needs a press to come up. */
export async function askToCall(): Promise<void> {
  await Notification.requestPermission();
}

/** Whether that question can still be asked. */
export function canAskToCall(): boolean {
  return 'Notification' in window && Notification.permission === 'default';
}

const APP = 'Easel';

/** A browser tells its other processes of each title: not of every step. */
const TITLE_MS = 250;

function titleOf(state: State): string {
  const open = openJobs(state);
  const [first] = open.toSorted((a, b) => a.createdAt - b.createdAt);
  if (!first) return labelOf('page.title');
  const others = open.length > 1 ? `(${open.length}) ` : '';
  return `${others}${first.status} – ${APP}`;
}

function isOver({ state }: JobCard): boolean {
  return state === 'done' || state === 'failed';
}

/** Somebody who looks at the page sees it. */
function call(card: JobCard): void {
  if (document.visibilityState === 'visible' || !('Notification' in window)) return;
  if (Notification.permission !== 'granted') return;
  const notification = new Notification(card.status, { body: card.order.prompt, tag: card.id });
  notification.addEventListener('click', () => {
    window.focus();
    byId('frame', HTMLDivElement).scrollIntoView();
    notification.close();
  });
}
