import { inputOfOrder } from '#bot/studio/page/app/commands.ts';
import { server } from '#bot/studio/page/app/server.ts';
import { onStage, type PageStore, withCard } from '#bot/studio/page/app/state.ts';
import { attempt, offer, UNDO_MS } from '#bot/studio/page/app/toasts.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** Takes back the newest of them; null = there is nothing to take back. */
let takeBack: (() => void) | null = null;

/** Undoes the newest cancel or delete while it can be undone. False when there is nothing to undo. */
export function undoNewest(): boolean {
  if (!takeBack) return false;
  takeBack();
  return true;
}

/** Stops a job that waits or is drawn. Taken back, it is asked for again with the same seed: the same picture. */
export async function cancel(store: PageStore, card: JobCard): Promise<void> {
  const isStopped = await attempt(() => server.cancel(card.id));
  if (!isStopped) return;
  leaveStage(store, { ...card, state: 'cancelled', status: labelOf('page.cancelled') });
  regret(store, card, {
    sentence: labelOf('page.cancelled'),
    async back() {
      const reply = await server.submit(inputOfOrder(card), card.parentId);
      if (reply.answer === 'panel')
        store.set({ jobs: withCard(store.state.jobs, reply.job), selectedId: reply.job.id, gone: null });
    },
  });
}

/** Puts a job into the bin; taken back, it is as it was. */
export async function remove(store: PageStore, card: JobCard, { stays }: { readonly stays: boolean }): Promise<void> {
  const { jobs } = store.state;
  const index = jobs.findIndex(({ id }) => id === card.id);
  if (!(await attempt(() => server.remove(card.id)))) return;
  const gone: JobCard = { ...card, state: 'deleted', status: labelOf('page.deleted') };
  if (stays) leaveStage(store, gone);
  else store.set({ selectedId: (jobs[index + 1] ?? jobs[index - 1])?.id ?? null });
  store.set({ jobs: withCard(store.state.jobs, gone) });
  regret(store, card, {
    sentence: labelOf('page.deleted'),
    async back() {
      const there = await server.takeBack(card.id);
      store.set({ jobs: withCard(store.state.jobs, there), selectedId: card.id, gone: null });
    },
  });
}

/** Puts several into the bin at once; taken back, all are as they were. */
export async function removeAll(store: PageStore, cards: readonly JobCard[]): Promise<void> {
  const gone: JobCard[] = [];
  await attempt(async () => {
    for (const card of cards) {
      await server.remove(card.id);
      gone.push(card);
      store.set({ jobs: withCard(store.state.jobs, { ...card, state: 'deleted' }) });
    }
  });
  const [first] = gone;
  if (!first) return;
  regret(store, first, {
    sentence: labelOf('page.deleted-all', { count: gone.length }),
    async back() {
      for (const { id } of gone) store.set({ jobs: withCard(store.state.jobs, await server.takeBack(id)) });
    },
  });
}

/** Only where the job was on the stage: elsewhere nothing changes places. */
function leaveStage(store: PageStore, gone: JobCard): void {
  if (onStage(store.state)?.id === gone.id || store.state.selectedId === gone.id) store.set({ selectedId: null, gone });
}

interface Regret {
  readonly sentence: string;
  back(): Promise<void>;
}

function regret(store: PageStore, card: JobCard, { sentence, back }: Regret): void {
  const over = () => {
    clearTimeout(timer);
    if (takeBack === undo) takeBack = null;
  };
  const undo = () => {
    over();
    bar.remove();
    void attempt(back);
  };
  const timer = setTimeout(() => {
    over();
    if (store.state.gone?.id === card.id) store.set({ gone: null });
  }, UNDO_MS);
  const bar = offer(`${sentence}: ${card.order.prompt}`, { label: labelOf('page.undo'), act: undo });
  takeBack = undo;
}
