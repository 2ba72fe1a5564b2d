import type { Order, SettledOrder } from '#bot/domain/job.ts';
import type { LookWish } from '#bot/ports/job-service.ts';
import { failure } from '#bot/text/say.ts';
import type { TaskKind } from '#shared/contract/tasks.ts';

/** Captions of a description at most, which a panel has buttons for, and tags, which one prompt can be made of. */
const TEXTS_MAX = 40;

const MISSING = { describe: 'order.no-describer', segment: 'order.no-segmenter' } as const;

/**
 * An order for what is in a picture: there is nothing to be settled but that. It keeps what the picture is called.
 * Throws `unavailable` where no renderer has a network for it.
 */
export function lookOrder(wish: LookWish, offers: (kind: TaskKind) => boolean): SettledOrder {
  if (!offers(wish.task)) throw failure('unavailable', MISSING[wish.task]);
  const order: Order = { prompt: wish.words };
  return { order, style: null, task: taskOf(wish), notices: [] };
}

function taskOf(wish: LookWish): SettledOrder['task'] {
  const { image } = wish;
  if (wish.task === 'describe') return { kind: 'describe', image, model: '', scoreMin: 0, textsMax: TEXTS_MAX };
  const { points, box, masksMax } = wish;
  return { kind: 'segment', image, model: '', points, box, text: '', masksMax };
}
