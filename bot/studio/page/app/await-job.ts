import { type PageStore, withCard } from '#bot/studio/page/app/state.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** The job when nothing more comes of it; null = it is gone. */
export function ended(store: PageStore, asked: JobCard): Promise<JobCard | null> {
  if (!store.state.jobs.some(({ id }) => id === asked.id)) store.set({ jobs: withCard(store.state.jobs, asked) });
  follow(store);
  return new Promise((resolve) => {
    awaited.set(asked.id, resolve);
    settle(store.state.jobs);
  });
}

/** Who waits for a job, by its id. */
const awaited = new Map<string, (card: JobCard | null) => void>();

let isFollowed = false;

/** One listener for all: the store keeps what it is given. */
function follow(store: PageStore): void {
  if (isFollowed) return;
  isFollowed = true;
  store.watch(({ jobs }) => [jobs], settle);
}

function settle(jobs: readonly JobCard[]): void {
  for (const [id, resolve] of awaited) {
    const card = jobs.find((job) => job.id === id) ?? null;
    if (card?.state === 'queued' || card?.state === 'rendering') continue;
    awaited.delete(id);
    resolve(card);
  }
}
