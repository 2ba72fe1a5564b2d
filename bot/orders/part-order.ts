import type { Order } from '#bot/domain/job.ts';
import { drawnOrder } from '#bot/orders/drawn-order.ts';
import type { DrawnPictures } from '#bot/orders/drawn-picture.ts';
import { regionOrder } from '#bot/orders/vary.ts';
import type { PartWish } from '#bot/ports/job-service.ts';
import type { PictureIntake } from '#bot/ports/picture-intake.ts';
import { failure } from '#bot/text/say.ts';

/**
 * The order that draws anew one of the things that a job has found in its picture: as the job drew it that the picture
 * is of, but for the words. Throws `not-found` where a file is gone, or `denied` while nobody may go on from it.
 */
export async function partOrder(
  { jobId, part, prompt }: PartWish,
  { ledger, pictures, intake }: DrawnPictures & { readonly intake: Pick<PictureIntake, 'keep'> },
): Promise<Order> {
  const found = await ledger.get(jobId);
  const of = found?.parentId ? await ledger.get(found.parentId) : null;
  const review = found?.review ?? of?.review;
  if (review) throw failure('denied', 'review.not-shown', { review });
  const masks = found?.state.kind === 'done' && found.state.result.kind === 'masks' ? found.state.result.masks : [];
  const mask = masks.find(({ index }) => index === part);
  const data = mask && (await pictures.get(mask.file));
  const task = found?.settled.task;
  if (!mask || !data || task?.kind !== 'segment' || !task.image) throw failure('not-found', 'order.picture-gone');
  const { start, ...own } = found?.settled.order ?? { prompt };
  const drawn = of && (await drawnOrder(of, ledger));
  const said: Omit<Order, 'prompt'> = drawn?.task ? drawn.order : own;
  const { width, height } = mask;
  const strength = start?.strength === undefined ? {} : { strength: start.strength };
  const picture = { image: task.image, width, height };
  const order = regionOrder({ ...said, prompt: '' }, picture, { mask: await intake.keep(data), ...strength });
  return { ...order, prompt };
}
