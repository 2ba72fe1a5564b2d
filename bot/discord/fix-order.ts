import { ButtonStyle, ComponentType, type ModalSubmitFields } from 'discord.js';
import { imagine } from '#bot/commands/imagine.ts';
import { ratioOf } from '#bot/commands/sizes.ts';
import { acceptJob } from '#bot/discord/accept-job.ts';
import { writeCustomId } from '#bot/discord/custom-id.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import { type FormOrder, orderModal, readEditModal } from '#bot/discord/modals/edit-modal.ts';
import { sentencesMarkdown } from '#bot/discord/sentences.ts';
import type { RefusedOrder } from '#bot/ports/drafts.ts';
import { writerOf } from '#bot/text/languages.ts';
import { failure, say } from '#bot/text/say.ts';
import { Failure, type FailureCode } from '#shared/failure.ts';

/** Refusals after which the same order, changed or later, may be taken. */
const MENDABLE: ReadonlySet<FailureCode> = new Set(['invalid', 'not-found', 'exhausted', 'unavailable']);

type Typed = Pick<RefusedOrder, 'values' | 'parentId'>;

/** The same as `acceptOrder` where Discord itself has not asked for the right to the command, as in forms. */
export async function acceptFormOrder(typed: Typed, invocation: Invocation): Promise<void> {
  await acceptOrder(typed, invocation, () => invocation.demandRight(imagine.name));
}

/**
 * Asks for a picture and shows its panel. When the order is refused, the member is told why with a button that opens a
 * form with everything that was typed. Throws what is no refusal of the order.
 */
export async function acceptOrder(
  { values, parentId }: Typed,
  invocation: Invocation,
  demandRight = async () => {},
): Promise<void> {
  const submit = async () => {
    await demandRight();
    return imagine.run(values, { ...invocation, ...(parentId === null ? {} : { parentId }) });
  };
  try {
    await acceptJob(invocation, { ...invocation, submit });
  } catch (thrown) {
    if (!(thrown instanceof Failure) || !MENDABLE.has(thrown.code)) throw thrown;
    await offerFix({ values, parentId }, { refusal: thrown, invocation });
  }
}

async function offerFix(
  typed: Typed,
  { refusal, invocation }: { readonly refusal: Failure; readonly invocation: Invocation },
): Promise<void> {
  const { answer, drafts, member, reader } = invocation;
  const id = await drafts.keep({ ...typed, memberId: member.id });
  const label = writerOf(reader.language).say(say('discord.fix'));
  const button = { type: ComponentType.Button as const, style: ButtonStyle.Secondary as const, label };
  const custom_id = writeCustomId({ action: 'fix', jobId: id });
  await answer.say(sentencesMarkdown(refusal.said, reader.language), [{ ...button, emoji: { name: '✏️' }, custom_id }]);
}

/** Opens the form with what is known of an order; what it has no field for is kept until it comes back. */
export async function openDraft(typed: Typed, invocation: Invocation): Promise<void> {
  await openFix(await invocation.drafts.keep({ ...typed, memberId: invocation.member.id }), invocation);
}

/** Opens the form with what was refused. Throws `not-found` when it was too long ago. */
export async function openFix(id: string, invocation: Invocation): Promise<void> {
  const { answer, presets, place, reader } = invocation;
  const { values } = await findDraft(id, invocation);
  const { styles } = await presets.styles(place.serverId);
  await answer.openModal(orderModal({ order: formOrder(values), styles, id: { action: 'fix', jobId: id } }, reader));
}

/** The form comes back: what it has no field for is as it was. */
export async function submitFix(
  id: string,
  { invocation, fields }: { readonly invocation: Invocation; readonly fields: ModalSubmitFields },
): Promise<void> {
  const { values, parentId } = await findDraft(id, invocation);
  const { image, mask, strength } = values;
  const kept = { image, mask, strength };
  const given = Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined));
  await acceptFormOrder({ values: { ...given, ...readEditModal(fields) }, parentId }, invocation);
}

async function findDraft(id: string, { drafts, member }: Invocation): Promise<RefusedOrder> {
  const draft = await drafts.find(id);
  if (draft?.memberId !== member.id) throw failure('not-found', 'discord.fix-over');
  return draft;
}

/** The options as typed, for the fields of a form; a number that is none stands there as it was. */
function formOrder(values: RefusedOrder['values']): FormOrder {
  const text = (name: string) => (typeof values[name] === 'string' ? { [name]: values[name] } : {});
  const number = (name: string) => (typeof values[name] === 'number' ? { [name]: values[name] } : {});
  const size = typeof values.size === 'string' ? ratioOf(values.size) : {};
  return {
    prompt: typeof values.prompt === 'string' ? values.prompt : '',
    ...text('negative'),
    ...text('style'),
    ...size,
    ...number('steps'),
    ...number('guidance'),
    ...text('seed'),
    ...number('count'),
  };
}
