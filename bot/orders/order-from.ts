import type { Order } from '#bot/domain/job.ts';
import { type DrawnPictures, drawnPicture } from '#bot/orders/drawn-picture.ts';
import { partOrder } from '#bot/orders/part-order.ts';
import { regionOrder, variedOrder } from '#bot/orders/vary.ts';
import type { VaryWish } from '#bot/ports/job-service.ts';
import type { PictureIntake } from '#bot/ports/picture-intake.ts';

/** The order that goes on from a picture, or from a part of one, in the words of who wishes it or else of its job. */
export async function orderFrom(
  context: DrawnPictures & { readonly intake: PictureIntake },
  wish: VaryWish,
): Promise<Order> {
  const { intake } = context;
  if (wish.variation === 'part') return partOrder(wish, context);
  const own = 'jobId' in wish ? await drawnPicture(context, wish) : null;
  const picture = 'picture' in wish ? wish.picture : await intake.keep(own!.data);
  const order = { ...own?.parent.settled.order, prompt: wish.prompt ?? own?.parent.settled.order.prompt ?? '' };
  if (wish.variation !== 'region') return variedOrder(order, picture, wish.variation);
  const { mask: given } = wish;
  const mask = typeof given === 'string' ? await intake.areaMask(given, picture) : await intake.take(given);
  return regionOrder(order, picture, { mask, ...(wish.strength === undefined ? {} : { strength: wish.strength }) });
}
