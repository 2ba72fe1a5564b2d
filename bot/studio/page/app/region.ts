import { ended } from '#bot/studio/page/app/await-job.ts';
import type { PicturePoint } from '#bot/studio/page/app/mask.ts';
import { maskAddress, Refused, server } from '#bot/studio/page/app/server.ts';
import { theMask } from '#bot/studio/page/app/start-picture.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';

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
  const card = await ended(store, asked);
  const best = card?.masks.toSorted((a, b) => b.score - a.score)[0];
  const found = best && (await fetch(maskAddress(asked.id, best.index)).then((answer) => answer.blob()));
  if (card) await server.remove(card.id);
  if (!found) throw new Refused(card?.state === 'failed' ? card.status : labelOf('page.region-none'), 0);
  // Another picture may lie there by now.
  if (store.state.draft.start?.sha256 === start.sha256) theMask().lay(await createImageBitmap(found));
}
