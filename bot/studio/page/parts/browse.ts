import { onStage, type PageStore } from '#bot/studio/page/app/state.ts';

/** Puts the picture before or after the one on the stage there, and its tile where it can be seen. */
export function browse(store: PageStore, move: 1 | -1): void {
  const { jobs } = store.state;
  const at = jobs.findIndex(({ id }) => id === onStage(store.state)?.id);
  const next = jobs[Math.min(jobs.length - 1, Math.max(0, at + move))];
  if (!next) return;
  store.set({ selectedId: next.id });
  const tile = document.querySelector(`#rack [data-job="${CSS.escape(next.id)}"]`);
  tile?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}
