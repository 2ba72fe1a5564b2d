import type { RunContext } from '#bot/commands/command.ts';
import type { Order } from '#bot/domain/job.ts';
import type { GivenPicture, TakenPicture } from '#bot/ports/picture-intake.ts';
import { withoutFlag } from '#bot/prompt/read-prompt.ts';
import { failureOf } from '#bot/text/say.ts';
import type { TaskKind } from '#shared/contract/tasks.ts';
import { Failure, type FailureCode } from '#shared/failure.ts';
import { linesOfMessage, type Message } from '#shared/text/message.ts';

/** What a look came to, or why there is nothing. */
export type Looked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly value?: undefined; readonly refusal: Failure };

/** What who asks can mend, beside other things that are wrong. */
const MENDABLE: ReadonlySet<FailureCode> = new Set(['invalid', 'not-found', 'unsupported', 'unavailable']);

/** Looks whether something is there and as it must be; a refusal waits for what else is wrong. Throws all others. */
export async function looked<T>(work: () => Promise<T>): Promise<Looked<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (thrown) {
    const refusal = Failure.from(thrown);
    if (!MENDABLE.has(refusal.code)) throw thrown;
    return { ok: false, refusal };
  }
}

/** Takes a picture in. Beside what is wrong with it, it is told where no renderer could do anything with it. */
export async function takenFor(
  kind: TaskKind,
  given: GivenPicture,
  { jobs, intake, missing }: Pick<RunContext, 'jobs' | 'intake'> & { readonly missing: Message },
): Promise<TakenPicture> {
  const found = await looked(() => intake.take(given));
  if (found.ok) return found.value;
  throw jobs.offers(kind) ? found.refusal : failureOf('invalid', [found.refusal.said, missing]);
}

/** The sentences of everything that was looked for and is not there. */
export function refusalsOf(all: readonly Looked<unknown>[]): readonly Message[] {
  return all.flatMap((each) => (each.ok ? [] : [each.refusal.said]));
}

/** Does it. Where that is refused, everything that is wrong with the order is told, too. */
export async function besideOrder<T>(
  order: Order | null,
  context: Pick<RunContext, 'jobs' | 'place' | 'member'>,
  work: () => Promise<T>,
): Promise<T> {
  const done = await looked(work);
  if (done.ok) return done.value;
  const { code, said } = done.refusal;
  const more = order ? await unsettled(order, context) : [];
  if (more.length === 0) throw done.refusal;
  throw failureOf(code, distinct([said, ...more]));
}

/** Each of the sentences once, in their order. */
export function distinct(problems: readonly Message[]): readonly Message[] {
  const lines = problems.flatMap(linesOfMessage);
  return [...new Map(lines.map((line) => [JSON.stringify(line), line])).values()];
}

/** Why an order would not be drawn; nothing is stored. */
export async function unsettled(
  order: Order,
  { jobs, place, member }: Pick<RunContext, 'jobs' | 'place' | 'member'>,
): Promise<readonly Message[]> {
  try {
    await jobs.plan({ ...order, prompt: withoutFlag(order.prompt, 'repeat') }, { place, member });
    return [];
  } catch (thrown) {
    const { code, said } = Failure.from(thrown);
    if (code === 'internal' || code === 'cancelled') throw thrown;
    return [said];
  }
}
