import { distinct, unsettled } from '#bot/commands/all-problems.ts';
import { defineCommand, type RunContext } from '#bot/commands/command.ts';
import { IMAGINE_OPTIONS, REPEATS_MAX } from '#bot/commands/imagine-options.ts';
import { linkedPictures } from '#bot/commands/linked-pictures.ts';
import type { Input } from '#bot/commands/option.ts';
import { readOrder } from '#bot/commands/read-order.ts';
import type { JobView, Order } from '#bot/domain/job.ts';
import { ORDERS_MAX, permutations } from '#bot/prompt/permutations.ts';
import { readPrompt, withoutFlag } from '#bot/prompt/read-prompt.ts';
import type { Flags } from '#bot/prompt/syntax.ts';
import { failure, failureOf, say } from '#bot/text/say.ts';
import { SEEDS } from '#shared/contract/bounds.ts';
import { Failure } from '#shared/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** Words become a picture. */
export const imagine = defineCommand({
  name: 'imagine',
  description: say('command.imagine'),
  options: IMAGINE_OPTIONS,
  who: 'everybody',
  answers: 'panel',
  problemsBeside: imagineProblems,
  run: submitImagine,
});

/** Asks for what was given; other commands that come to the same have some of the options. */
export async function submitImagine(input: Input<typeof IMAGINE_OPTIONS>, context: RunContext): Promise<JobView> {
  const { said, linked, problems: tooMany } = linkedPictures(input, context.intake);
  const { order, problems } = await readOrder(said, { ...context, linked });
  const all = [...tooMany, ...problems, ...repeatProblems(order, input.repeat)];
  if (all.length > 0) throw failureOf('invalid', distinct([...all, ...(await unsettled(order, context))]));
  return submitOrder(order, context, input.repeat);
}

/** What is wrong with what was given, where some of it could not be read. */
export async function imagineProblems(
  { prompt, repeat, ...said }: Partial<Input<typeof IMAGINE_OPTIONS>>,
  context: RunContext,
): Promise<readonly Message[]> {
  if (prompt === undefined) return [];
  const found = linkedPictures({ prompt, ...said }, context.intake);
  const { order, problems } = await readOrder(found.said, { ...context, linked: found.linked });
  return [...found.problems, ...problems, ...repeatProblems(order, repeat), ...(await unsettled(order, context))];
}

function repeatProblems(order: Order, repeat: number | undefined): readonly Message[] {
  const given = repeat ?? readPrompt(order.prompt).flags.repeat ?? 1;
  const isOne = Number.isInteger(given) && given >= 1 && given <= REPEATS_MAX;
  return isOne ? [] : [say('imagine.repeat', { max: REPEATS_MAX, given })];
}

/** Asks for an order, as often as is said. */
export async function submitOrder(
  order: Order,
  { jobs, requestKey, place, member, parentId, keeps, also, wantsAll }: RunContext,
  repeat?: number,
): Promise<JobView> {
  const orders = ordersOf(order, { repeat, wantsAll });
  const max = (also?.max ?? Number.POSITIVE_INFINITY) + 1;
  if (orders.length > max) throw failure('exhausted', 'imagine.many-here', { max, given: orders.length });
  const parent = parentId === undefined ? {} : { parentId, ...(keeps && { keeps }) };
  const first = await jobs.submit({ requestKey, place, member, order: orders[0]!, ...parent });
  for (const [made, each] of orders.entries()) {
    if (made === 0) continue;
    const request = { requestKey: `${requestKey}:${made}`, place, member, ...parent };
    try {
      also?.shown(await jobs.submit({ ...request, order: each }));
    } catch (thrown) {
      also?.refused(failureMaking(thrown, { times: orders.length, made }));
      break;
    }
  }
  return first;
}

/** As many as `{a, b}` in the prompt asks for, where that is wanted, and each as often as it is repeated. */
function ordersOf(
  order: Order,
  { repeat, wantsAll }: { readonly repeat: number | undefined; readonly wantsAll: true | undefined },
): readonly Order[] {
  const { texts } = permutations(order.prompt, wantsAll ? ORDERS_MAX : 1);
  return (wantsAll ? texts : [order.prompt]).flatMap((prompt) => {
    const { flags } = readPrompt(prompt);
    const times = repeat ?? flags.repeat ?? 1;
    const once = { ...order, prompt: withoutFlag(prompt, 'repeat') };
    return Array.from({ length: times }, (_, time) => (time === 0 ? once : withNextSeed(once, time, flags)));
  });
}

/** A seed that was typed goes on where the pictures before end; else chance gives each its own. */
function withNextSeed(order: Order, time: number, flags: Flags): Order {
  const seed = order.seed ?? flags.seed;
  if (seed === undefined) return order;
  const count = order.count ?? flags.count ?? 1;
  return { ...order, prompt: withoutFlag(order.prompt, 'seed'), seed: (seed + time * count) % SEEDS };
}

function failureMaking(thrown: unknown, { times, made }: { readonly times: number; readonly made: number }): Failure {
  const why = Failure.from(thrown);
  return failure(why.code, 'imagine.repeat-stopped', { times, made, why: why.said }, { cause: why });
}
