import type { APIModalInteractionResponseCallbackData, ModalSubmitFields } from 'discord.js';
import { callOf } from '#bot/commands/command.ts';
import { imagine } from '#bot/commands/imagine.ts';
import { ratioOf } from '#bot/commands/sizes.ts';
import { acceptAll } from '#bot/discord/accept-all.ts';
import { asksForMany, offerAll } from '#bot/discord/draw-all.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import { type FormOrder, orderModal, readEditModal } from '#bot/discord/modals/edit-modal.ts';
import { findDraft, offerFix } from '#bot/discord/refused-draft.ts';
import type { RefusedOrder } from '#bot/ports/drafts.ts';
import { choosable } from '#bot/presets/style-access.ts';

type Typed = Pick<RefusedOrder, 'values' | 'parentId' | 'keeps'>;

/**
 * Asks for a picture and shows its panel. When the order is refused, the member is told why with a button that opens a
 * form with everything that was typed. Throws what is no refusal of the order.
 */
export async function acceptOrder({ values, parentId, keeps }: Typed, invocation: Invocation): Promise<void> {
  const kept = keeps === undefined ? {} : { keeps };
  const parent = parentId === null ? {} : { parentId, ...kept };
  try {
    if (!invocation.wantsAll && asksForMany({ values }))
      return await offerAll({ values, parentId, ...kept }, invocation);
    await acceptAll((context) => imagine.run(values, { ...context, ...parent }), invocation);
  } catch (thrown) {
    await offerFix({ call: callOf(imagine), values, parentId, ...kept }, { refusal: thrown, invocation });
  }
}

/** The button that draws all of several; a second press shows the first of them again. */
export async function drawAll(id: string, invocation: Invocation): Promise<void> {
  const draft = await findDraft(id, invocation);
  await invocation.demandRight(imagine.name);
  await acceptOrder(draft, { ...invocation, requestKey: `discord:all:${id}`, wantsAll: true });
}

/** Opens the form with what is known of an order; what it has no field for is kept until it comes back. */
export async function openDraft(typed: Typed, invocation: Invocation): Promise<void> {
  const draft = { ...typed, call: callOf(imagine), memberId: invocation.member.id };
  const id = await invocation.drafts.keep(draft);
  await invocation.answer.openModal(await orderFixModal(id, { draft, invocation }));
}

/** The form with what was refused. */
export async function orderFixModal(
  id: string,
  { draft, invocation }: { readonly draft: RefusedOrder; readonly invocation: Invocation },
): Promise<APIModalInteractionResponseCallbackData> {
  const { presets, place, member, reader } = invocation;
  const { styles } = await presets.styles(place.serverId);
  return orderModal(
    { order: formOrder(draft.values), styles: choosable(styles, member), id: { action: 'fix', jobId: id } },
    reader,
  );
}

/** Options of /imagine that the form has a field for, or words of the language of prompts among its settings. */
const IN_FORM: ReadonlySet<string> = new Set([
  ...['prompt', 'negative', 'style', 'size', 'steps', 'guidance', 'seed', 'count'],
  ...['hires', 'refiner', 'handover', 'draft', 'repeat'],
]);

/** Whether everything that was given can be changed in the form. */
export function fitsOrderForm({ values }: Pick<RefusedOrder, 'values'>): boolean {
  return Object.keys(values).every((name) => IN_FORM.has(name));
}

/** Whether it is that form which came back. */
export function isOrderForm({ fields }: ModalSubmitFields): boolean {
  return fields.has('settings');
}

/** The form comes back: what it has no field for is as it was. */
export async function submitOrderFix(
  { values, ...edit }: RefusedOrder,
  { invocation, fields }: { readonly invocation: Invocation; readonly fields: ModalSubmitFields },
): Promise<void> {
  const given = Object.fromEntries(Object.entries(values).filter(([name]) => !IN_FORM.has(name)));
  await acceptOrder({ ...edit, values: { ...given, ...readEditModal(fields) } }, invocation);
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
    ...number('hires'),
    ...text('refiner'),
    ...number('handover'),
    ...(values.draft === true ? { draft: true } : {}),
    ...number('repeat'),
  };
}
