import type { SettledOrder } from '#bot/domain/job.ts';
import type { BlobRef } from '#bot/domain/task.ts';
import { type DrawnPictures, drawnPicture } from '#bot/orders/drawn-picture.ts';
import type { LookWish } from '#bot/ports/job-service.ts';
import type { PictureIntake } from '#bot/ports/picture-intake.ts';
import { failure, say } from '#bot/text/say.ts';
import type { TaskKind } from '#shared/contract/tasks.ts';

/** Captions of a description at most, which a panel has buttons for, and tags, which one prompt can be made of. */
const TEXTS_MAX = 40;

const MISSING = { describe: 'order.no-describer', segment: 'order.no-segmenter' } as const;

/**
 * An order for what is in a picture: there is nothing to be settled but that. It keeps what the picture is called.
 * Throws `unavailable` where no renderer has a network for it.
 */
export async function lookOrder(
  wish: LookWish,
  context: DrawnPictures & {
    readonly intake: Pick<PictureIntake, 'keep'>;
    readonly offers: (kind: TaskKind) => boolean;
    /** Whether some renderer finds things by words. */
    readonly readsWords: boolean;
  },
): Promise<SettledOrder> {
  if (!context.offers(wish.task)) throw failure('unavailable', MISSING[wish.task]);
  const { image, words } = 'jobId' in wish ? await ofJob(wish, context) : wish;
  const task = taskOf(wish, image);
  if (wish.task !== 'segment' || !wish.replacing) return { order: { prompt: words }, style: null, task, notices: [] };
  const { order, picture, strength, what } = wish.replacing;
  const meant = context.readsWords && task.kind === 'segment' ? { ...task, text: what } : task;
  const start = { ...picture, ...(strength === undefined ? {} : { strength }) };
  return {
    order: { ...order, start },
    style: null,
    task: meant,
    notices: [say('part.choose', { what }), ...(context.readsWords ? [] : [say('part.no-words')])],
  };
}

async function ofJob(
  wish: { readonly jobId: string; readonly pictureIndex: number },
  { intake, ...drawn }: DrawnPictures & { readonly intake: Pick<PictureIntake, 'keep'> },
) {
  const { parent, data } = await drawnPicture(drawn, wish);
  return { image: (await intake.keep(data)).image, words: parent.settled.order.prompt };
}

function taskOf(wish: LookWish, image: BlobRef): SettledOrder['task'] {
  if (wish.task === 'describe') return { kind: 'describe', image, model: '', scoreMin: 0, textsMax: TEXTS_MAX };
  const { points, box, masksMax } = wish;
  return { kind: 'segment', image, model: '', points, box, text: '', masksMax };
}
