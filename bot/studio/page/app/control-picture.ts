import { ended } from '#bot/studio/page/app/await-job.ts';
import { given } from '#bot/studio/page/app/beside-pictures.ts';
import { pictureAddress, Refused, server } from '#bot/studio/page/app/server.ts';
import { changeDraft, type GivenCard, onStage, type PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';

/**
 * Has a control picture made of this one, which is there to be seen before anything is drawn by it: the one at this
 * place among the draft's, or one more. The job that makes it is put away again. A method of null takes the picture as
 * it is. Throws Refused with a sentence when nothing came of it.
 */
export async function followPicture(
  store: PageStore,
  { of, method, at }: { readonly of: GivenCard; readonly method: string | null; readonly at: number },
): Promise<void> {
  const made = method === null ? of : await controlPictureOf(store, { of, method });
  const { control } = store.state.draft;
  changeDraft(store, { control: control.toSpliced(at, 1, { ...UNSAID, ...control[at], ...made, of, method }) });
}

/** Network, weight, start, end and guess mode of a control picture for which none was chosen. */
export const UNSAID = { network: null, weight: null, from: null, to: null, guess: false } as const;

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
