import { filesOf } from '#bot/dispatch/task-request.ts';
import { type Job, type JobId, picturesIn, type StoredMask } from '#bot/domain/job.ts';
import type { BlobStore, PictureStore } from '#bot/ports/blobs.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import type { PictureSigner } from '#bot/ports/picture-signer.ts';

/** What of the job service is about files. */
export type JobFiles = Pick<JobService, 'mask' | 'parts' | 'animation' | 'pictures' | 'signed' | 'signedFor'>;

interface JobFilesContext {
  /** Throws `not-found` for a job that is gone. */
  readonly find: (id: JobId) => Promise<Job>;
  readonly pictures: Pick<PictureStore, 'get'>;
  readonly blobs: Pick<BlobStore, 'get'>;
  readonly signer?: PictureSigner;
}

/** What jobs gave, unless a moderator is to look at it first, or has refused it. */
export function jobFiles({ find, pictures, blobs, signer }: JobFilesContext): JobFiles {
  return {
    signed: (copy, file) => signer?.signCopy(copy, file) ?? copy,
    signedFor: async ({ settled }, file) => signer?.sign(file, await filesOf(settled.task, blobs)) ?? file,
    async mask(id, index) {
      const found = masksOf(await find(id)).find((mask) => mask.index === index);
      return found ? pictures.get(found.file) : null;
    },
    async parts(id) {
      const job = await find(id);
      const { task } = job.settled;
      const found = masksOf(job);
      if (task.kind !== 'segment' || !task.image || found.length === 0) return null;
      const picture = await blobs.get(task.image);
      const masks = (await Promise.all(found.map(({ file }) => pictures.get(file)))).flatMap((data) => data ?? []);
      return picture && masks.length === found.length ? { picture, masks } : null;
    },
    async animation(id) {
      const { state, review } = await find(id);
      const isFilm = review === undefined && state.kind === 'done' && state.result.kind === 'animation';
      return isFilm ? pictures.get(state.result.animation.file) : null;
    },
    async pictures(id) {
      const { state, review } = await find(id);
      if (state.kind !== 'done' || review !== undefined) return [];
      const all = picturesIn(state.result).map(async (picture) => ({
        picture,
        data: await pictures.get(picture.file),
      }));
      return (await Promise.all(all)).flatMap(({ picture, data }) => (data ? [{ picture, data }] : []));
    },
  };
}

function masksOf({ state, review }: Job): readonly StoredMask[] {
  return review === undefined && state.kind === 'done' && state.result.kind === 'masks' ? state.result.masks : [];
}
