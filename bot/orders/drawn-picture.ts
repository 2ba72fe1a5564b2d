import { type Job, picturesIn, type StoredPicture } from '#bot/domain/job.ts';
import type { PictureStore } from '#bot/ports/blobs.ts';
import type { Ledger } from '#bot/ports/ledger.ts';
import { failure } from '#bot/text/say.ts';

/** Where jobs and their pictures lie. */
export interface DrawnPictures {
  readonly ledger: Pick<Ledger, 'get'>;
  readonly pictures: PictureStore;
}

/** One of a job's pictures, as it was stored. Throws `not-found`, or `denied` while nobody may go on from it. */
export async function drawnPicture(
  { ledger, pictures }: DrawnPictures,
  { jobId, pictureIndex }: { readonly jobId: string; readonly pictureIndex: number },
): Promise<{ readonly parent: Job; readonly picture: StoredPicture; readonly data: Uint8Array }> {
  const parent = await ledger.get(jobId);
  if (parent?.review) throw failure('denied', 'review.not-shown', { review: parent.review });
  const shown = parent?.state.kind === 'done' ? picturesIn(parent.state.result) : [];
  const picture = shown.find(({ index }) => index === pictureIndex);
  const data = picture && (await pictures.get(picture.file));
  if (!parent || !picture || !data) throw failure('not-found', 'order.picture-gone');
  return { parent, picture, data };
}
