import type { Order } from '#bot/domain/job.ts';
import { drawnOrder } from '#bot/orders/drawn-order.ts';
import { type DrawnPictures, drawnPicture } from '#bot/orders/drawn-picture.ts';
import { partOrder } from '#bot/orders/part-order.ts';
import { largerOrder, regionOrder, variedOrder } from '#bot/orders/vary.ts';
import type { PictureVaryWish, VaryWish } from '#bot/ports/job-service.ts';
import type { PictureIntake, TakenPicture } from '#bot/ports/picture-intake.ts';

/**
 * The order that goes on from a picture, or from a part of one, in the words of who wishes it, as they typed them, or
 * else of its job.
 */
export async function orderFrom(
  context: DrawnPictures & { readonly intake: PictureIntake },
  wish: VaryWish,
): Promise<Order> {
  const { intake, ledger } = context;
  if (wish.variation === 'part') return partOrder(wish, context);
  const own = 'jobId' in wish ? await drawnPicture(context, wish) : null;
  const picture = 'picture' in wish ? wish.picture : await intake.keep(own!.data);
  const drawn = own ? await drawnOrder(own.parent, ledger) : { order: { prompt: '' }, task: null };
  if (wish.variation === 'larger') return largerOrder(drawn, picture, wish);
  const order = await goneOnOrder(drawn.order, picture, { wish, intake });
  return wish.prompt === undefined ? order : { ...order, prompt: wish.prompt };
}

async function goneOnOrder(
  order: Order,
  picture: TakenPicture,
  { wish, intake }: { readonly wish: PictureVaryWish; readonly intake: PictureIntake },
): Promise<Order> {
  if (wish.variation !== 'region') return variedOrder(order, picture, wish.variation);
  const { mask: given } = wish;
  const mask = typeof given === 'string' ? await intake.areaMask(given, picture) : await intake.take(given);
  return regionOrder(order, picture, { mask, ...(wish.strength === undefined ? {} : { strength: wish.strength }) });
}
