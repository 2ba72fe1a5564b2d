import { inputOfOrder } from '#bot/studio/page/app/commands.ts';
import { server } from '#bot/studio/page/app/server.ts';
import { onStage, type PageStore, withCard } from '#bot/studio/page/app/state.ts';
import { attempt, offer, UNDO_MS } from '#bot/studio/page/app/toasts.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** Takes back the newest of them; null = there is nothing to take back. */
let takeBack: (() => void) | null = null;

/**
 * Undoes the newest cancel or delete while it can be undone. One that the studio has not confirmed yet is taken back as
 * soon as it has. False when there is nothing to undo.
 */
export function undoNewest(): boolean {
  if (!takeBack) return false;
  takeBack();
  return true;
}

/** Stops a job that waits or is drawn. Taken back, it is asked for again with the same seed: the same picture. */
export async function cancel(store: PageStore, card: JobCard): Promise<void> {
  await regretted(store, {
    async act() {
      if (!(await attempt(() => server.cancel(card.id)))) return null;
      leaveStage(store, { ...card, state: 'cancelled', status: labelOf('page.cancelled') });
      return { sentence: labelOf('page.cancelled'), card };
    },
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
  await regretted(store, {
    async act() {
      if (!(await attempt(() => server.remove(card.id)))) return null;
      const gone: JobCard = { ...card, state: 'deleted', status: labelOf('page.deleted') };
      if (stays) leaveStage(store, gone);
      else store.set({ selectedId: (jobs[index + 1] ?? jobs[index - 1])?.id ?? null });
      store.set({ jobs: withCard(store.state.jobs, gone) });
      return { sentence: labelOf('page.deleted'), card };
    },
    async back() {
      const there = await server.takeBack(card.id);
      store.set({ jobs: withCard(store.state.jobs, there), selectedId: card.id, gone: null });
    },
  });
}

/** Puts several into the bin at once; taken back, all are as they were. */
export async function removeAll(store: PageStore, cards: readonly JobCard[]): Promise<void> {
  const gone: JobCard[] = [];
  await regretted(store, {
    async act() {
      await attempt(async () => {
        for (const card of cards) {
          await server.remove(card.id);
          gone.push(card);
          store.set({ jobs: withCard(store.state.jobs, { ...card, state: 'deleted' }) });
        }
      });
      turnGallery(store);
      return gone[0] ? { sentence: labelOf('page.deleted-all', { count: gone.length }), card: gone[0] } : null;
    },
    async back() {
      for (const { id } of gone) {
        const card = await server.takeBack(id);
        if (card.origin === 'studio') store.set({ jobs: withCard(store.state.jobs, card) });
      }
      turnGallery(store);
    },
  });
}

/** What this page does not follow has changed there, too. */
function turnGallery(store: PageStore): void {
  store.set({ galleryTurn: store.state.galleryTurn + 1 });
}

/** Only where the job was on the stage: elsewhere nothing changes places. */
function leaveStage(store: PageStore, gone: JobCard): void {
  if (onStage(store.state)?.id === gone.id || store.state.selectedId === gone.id) store.set({ selectedId: null, gone });
}

/** Something that can be taken back. */
interface UndoableAction {
  /** Does it. Answers what is said of it and of which job; null = it could not be done, which is said already. */
  act(): Promise<{ readonly sentence: string; readonly card: JobCard } | null>;
  back(): Promise<void>;
}

/** Whoever regrets it while the studio is still being asked has it taken back at once when that has answered. */
async function regretted(store: PageStore, { act, back }: UndoableAction): Promise<void> {
  let isRegretted = false;
  const early = () => {
    isRegretted = true;
  };
  takeBack = early;
  const done = await act();
  if (takeBack === early) takeBack = null;
  if (!done) return;
  if (isRegretted) await attempt(back);
  else offerUndo(store, { ...done, back });
}

function offerUndo(
  store: PageStore,
  { sentence, card, back }: { readonly sentence: string; readonly card: JobCard } & Pick<UndoableAction, 'back'>,
): void {
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
