import { drawnWords } from '#bot/domain/drawn-words.ts';
import type { JobId, SettledOrder } from '#bot/domain/job.ts';
import { animateOrder } from '#bot/orders/animate-order.ts';
import { drawnPicture } from '#bot/orders/drawn-picture.ts';
import { lookOrder } from '#bot/orders/look-order.ts';
import { preprocessOrder } from '#bot/orders/preprocess-order.ts';
import { restoreOrder } from '#bot/orders/restore-order.ts';
import { upscaleOrder } from '#bot/orders/upscale-order.ts';
import type { BlobStore, PictureStore } from '#bot/ports/blobs.ts';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { AnimateWish, LookWish, PreprocessWish, RestoreWish, UpscaleWish } from '#bot/ports/job-service.ts';
import type { Ledger } from '#bot/ports/ledger.ts';
import type { PictureIntake } from '#bot/ports/picture-intake.ts';
import { chooseUpscaler } from '#bot/presets/choose-upscaler.ts';
import { readsWords } from '#bot/presets/offer.ts';
import { failure } from '#bot/text/say.ts';
import type { AnimatorInfo, PreprocessorInfo, SeerInfo } from '#shared/contract/messages.ts';
import type { TaskKind } from '#shared/contract/tasks.ts';

/** What one picture is made another of with. */
interface PictureTaskContext {
  readonly ledger: Pick<Ledger, 'get'>;
  readonly cluster: Pick<Cluster, 'snapshot'>;
  readonly pictures: PictureStore;
  readonly blobs: Pick<BlobStore, 'put'>;
  /** A whole number from 0 to 2^32 - 1. */
  readonly randomSeed: () => number;
  /** Resolves when a renderer has described itself, or it has been long enough. */
  readonly firstDescription: Promise<void>;
}

/** A picture made larger. Throws `unavailable` where no renderer has a network for it, `invalid` for another. */
export async function settleUpscale(context: PictureTaskContext, wish: UpscaleWish): Promise<SettledOrder> {
  await context.firstDescription;
  if (!offersNow(context, 'upscale')) throw failure('unavailable', 'order.no-upscaler');
  const model = chooseUpscaler(wish, context.cluster);
  const { image, words } = await givenPicture(context, wish);
  return upscaleOrder(image, { scale: wish.scale, words, model, denoise: wish.denoise ?? null });
}

/** A picture with its faces mended, and under which licence. Throws likewise. */
export async function settleRestore(context: PictureTaskContext, wish: RestoreWish): Promise<SettledOrder> {
  await context.firstDescription;
  if (!offersNow(context, 'restore')) throw failure('unavailable', 'order.no-restorer');
  const { image, words } = await givenPicture(context, wish);
  const known = context.cluster
    .snapshot()
    .flatMap(({ description }): readonly SeerInfo[] => description?.restorers ?? []);
  const licences = [...new Set(known.map(({ licence }) => licence).filter((licence) => licence !== ''))];
  return restoreOrder(image, { fidelity: wish.fidelity, words, licences });
}

/** A picture made to move, by the first model that there is. Throws likewise. */
export async function settleAnimate(context: PictureTaskContext, wish: AnimateWish): Promise<SettledOrder> {
  await context.firstDescription;
  const animators = context.cluster
    .snapshot()
    .flatMap(({ description }): readonly AnimatorInfo[] => description?.animators ?? []);
  const [animator] = animators;
  if (!animator || !offersNow(context, 'animate')) throw failure('unavailable', 'order.no-animator');
  const settings = { animator, motion: wish.motion, seed: context.randomSeed() };
  if (!('jobId' in wish)) return animateOrder({ ...wish.picture, words: wish.words, ...settings });
  const { parent, picture, data } = await drawnPicture(context, wish);
  const { width, height } = picture;
  const image = await context.blobs.put(data, 'image/png');
  return animateOrder({ image, width, height, words: drawnWords(parent.settled), ...settings });
}

/** The control picture of a picture. Throws likewise. */
export async function settlePreprocess(context: PictureTaskContext, wish: PreprocessWish): Promise<SettledOrder> {
  await context.firstDescription;
  const { method } = wish;
  const has = (one: PreprocessorInfo) => one.method === method;
  const able = context.cluster.snapshot().some(({ description }) => description?.preprocessors?.some(has));
  if (!able) throw failure('unavailable', 'order.no-preprocessor', { method });
  if (!('jobId' in wish)) return preprocessOrder(wish.picture.image, { ...wish, words: method });
  const { image, words } = await givenPicture(context, wish);
  return preprocessOrder(image, { ...wish, words });
}

/** What is in a picture. Throws likewise. */
export async function settleLook(
  context: PictureTaskContext & { readonly intake: Pick<PictureIntake, 'keep'> },
  wish: LookWish,
): Promise<SettledOrder> {
  await context.firstDescription;
  const readsNow = context.cluster
    .snapshot()
    .some(({ description }) => description !== null && readsWords(description));
  return lookOrder(wish, { ...context, readsWords: readsNow, offers: (kind) => offersNow(context, kind) });
}

/** Whether some renderer that is connected takes such tasks. */
export function offersNow({ cluster }: Pick<PictureTaskContext, 'cluster'>, kind: TaskKind): boolean {
  return cluster.snapshot().some(({ description }) => description?.tasks.includes(kind));
}

interface OfJob {
  readonly jobId: JobId;
  readonly pictureIndex: number;
}

/** As it is: a picture of ours has its settings in it, and they shall be in what comes of it too. */
async function givenPicture(
  context: PictureTaskContext,
  wish: OfJob | { readonly image: UpscaleGiven['image']; readonly words: string },
): Promise<UpscaleGiven> {
  if (!('jobId' in wish)) return wish;
  const { parent, data } = await drawnPicture(context, wish);
  return { image: await context.blobs.put(data, 'image/png'), words: drawnWords(parent.settled) };
}

type UpscaleGiven = Pick<Extract<UpscaleWish, { image: unknown }>, 'image' | 'words'>;
