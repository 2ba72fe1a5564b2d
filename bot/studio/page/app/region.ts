import type { PicturePoint } from '#bot/studio/page/app/mask.ts';
import { maskAddress, Refused, server } from '#bot/studio/page/app/server.ts';
import { theMask } from '#bot/studio/page/app/start-picture.ts';
import { type PageStore, withCard } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/**
 * Marks what the point of the start picture is on, as a network finds it. The job that asks for it is put away again.
 * Throws Refused with a sentence when nothing was found.
 */
export async function markRegion(store: PageStore, { x, y }: PicturePoint): Promise<void> {
  const { start } = store.state.draft;
  if (!start) return;
  const inside = (value: number, side: number) => Math.min(side - 1, Math.max(0, Math.floor(value)));
  const point = { x: inside(x, start.width), y: inside(y, start.height) };
  const asked = await server.segment(start.sha256, point);
  if (!store.state.jobs.some(({ id }) => id === asked.id)) store.set({ jobs: withCard(store.state.jobs, asked) });
  const card = await ended(store, asked.id);
  const best = card?.masks.toSorted((a, b) => b.score - a.score)[0];
  const found = best && (await fetch(maskAddress(asked.id, best.index)).then((answer) => answer.blob()));
  if (card) await server.remove(card.id);
  if (!found) throw new Refused(card?.state === 'failed' ? card.status : labelOf('page.region-none'), 0);
  // Another picture may lie there by now.
  if (store.state.draft.start?.sha256 === start.sha256) theMask().lay(await createImageBitmap(found));
}

/** The job when nothing more comes of it; null = it is gone. */
function ended(store: PageStore, id: string): Promise<JobCard | null> {
  follow(store);
  return new Promise((resolve) => {
    awaited.set(id, resolve);
    settle(store.state.jobs);
  });
}

/** Who waits for a job, by its id. */
const awaited = new Map<string, (card: JobCard | null) => void>();

let isFollowed = false;

/** One listener for all clicks: the store keeps what it is given. */
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
