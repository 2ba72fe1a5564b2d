import type { Order } from '#bot/domain/job.ts';
import type { TaskOf } from '#bot/domain/task.ts';
import { alikeOf } from '#bot/prompt/alike.ts';
import type { Flags } from '#bot/prompt/syntax.ts';
import { unknownWords, unknownWordsMessage } from '#bot/prompt/unknown-words.ts';
import { say } from '#bot/text/say.ts';
import type { Model } from '#shared/contract/messages.ts';
import type { Message } from '#shared/text/message.ts';

/** What is legal, but will not do what was probably meant. */
export function hints(
  order: Order,
  { flags, model, task }: { readonly flags: Flags; readonly model: Model; readonly task: TaskOf<'draw'> },
): readonly Message[] {
  const saysNegative = (order.negative ?? '').trim() !== '' || flags.no !== undefined;
  const saysGuidance = order.guidance !== undefined || flags.guidance !== undefined;
  const found: Message[] = [];
  if (saysNegative && task.guidance <= 1) {
    found.push(say('order.negative-idle', { guidance: task.guidance }));
  }
  if (saysGuidance && task.sampler === 'lcm' && task.guidance > 2) {
    found.push(say('order.lcm-guidance', { guidance: task.guidance }));
  }
  const texts = [order.prompt, order.negative ?? '', flags.no ?? ''];
  const unknown = texts.flatMap((text) => unknownWords(text, model.words ?? [], alikeOf(model.words ?? [])));
  if (unknown.length > 0) found.push(unknownWordsMessage(unknown, model));
  return found;
}
