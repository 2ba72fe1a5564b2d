import { ended } from '#bot/studio/page/app/await-job.ts';
import { given } from '#bot/studio/page/app/beside-pictures.ts';
import { pictureAddress, Refused, server } from '#bot/studio/page/app/server.ts';
import { changeDraft, type GivenCard, onStage, type PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';

/**
 * Has a control picture made of this one, which is there to be seen before anything is drawn by it. The job that makes
 * it is put away again. A method of null takes the picture as it is. Throws Refused with a sentence when nothing came
 * of it.
 */
export async function followPicture(store: PageStore, of: GivenCard, method: string | null): Promise<void> {
  const { control } = store.state.draft;
  const how = { of, method, network: control?.network ?? null, weight: control?.weight ?? null };
  const made = method === null ? of : await controlPictureOf(store, { of, method });
  changeDraft(store, { control: { ...made, ...how } });
}

async function controlPictureOf(
  store: PageStore,
  { of, method }: { readonly of: GivenCard; readonly method: string },
): Promise<GivenCard> {
  const reply = await server.run('preview', { method, image: { sha256: of.sha256 } });
  if (reply.answer !== 'panel') throw new Refused(labelOf('page.follow-none'), 0);
  const card = await ended(store, reply.job);
  const [first] = card?.pictures ?? [];
  const file = card && first && (await fetch(pictureAddress(card.id, first.index)).then((answer) => answer.blob()));
  if (card) await server.remove(card.id);
  if (!file) throw new Refused(card?.state === 'failed' ? card.status : labelOf('page.follow-none'), 0);
  return takeIn(file);
}

/** Takes in a file that somebody gives. */
export async function takeIn(file: Blob): Promise<GivenCard> {
  const { sha256 } = await server.keepPicture(file);
  return given(sha256);
}

/** Takes in the picture on the easel; null = there is none. */
export async function takeFromEasel({ state }: PageStore): Promise<GivenCard | null> {
  const card = onStage(state);
  const [first] = card?.pictures ?? [];
  if (!card || !first) return null;
  return takeIn(await fetch(pictureAddress(card.id, first.index)).then((answer) => answer.blob()));
}
