import type { APIModalInteractionResponseCallbackData, ModalSubmitFields } from 'discord.js';
import { type Command, callOf } from '#bot/commands/command.ts';
import { imagine } from '#bot/commands/imagine.ts';
import { acceptCommand, answerCommand, commandCalled } from '#bot/discord/answer-command.ts';
import type { CustomId } from '#bot/discord/custom-id.ts';
import { acceptOrder, fitsOrderForm, isOrderForm, orderFixModal, submitOrderFix } from '#bot/discord/fix-order.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import { commandModal, readCommandModal } from '#bot/discord/modals/command-modal.ts';
import { partModal } from '#bot/discord/modals/part-modal.ts';
import { findDraft, PART_FORM } from '#bot/discord/refused-draft.ts';
import { submitPart } from '#bot/discord/submit-forms.ts';
import type { RefusedOrder } from '#bot/ports/drafts.ts';
import { failure } from '#bot/text/say.ts';

/** Opens the form with what was refused. Throws `not-found` when it was too long ago. */
export async function openFix(id: string, invocation: Invocation): Promise<void> {
  const draft = await findDraft(id, invocation);
  await invocation.answer.openModal(await formOf(draft, { id: { action: 'fix', jobId: id }, invocation }));
}

/** The form comes back, and the command runs with it. */
export async function submitFix(
  id: string,
  { invocation, fields }: { readonly invocation: Invocation; readonly fields: ModalSubmitFields },
): Promise<void> {
  const draft = await findDraft(id, invocation);
  if (isOrderForm(fields)) return submitOrderFix(draft, { invocation, fields });
  if (draft.call === PART_FORM) {
    const { jobId, part: picture } = readPart(draft);
    return submitPart(jobId, { invocation, fields, picture });
  }
  const command = demandCommand(draft.call, invocation);
  await invocation.demandRight(command.group?.name ?? command.name);
  const values = readCommandModal(command, { fields, values: draft.values });
  if (command.name === imagine.name) return acceptOrder({ ...draft, values }, invocation);
  if (command.answers === 'panel') return acceptCommand(command, { values, invocation });
  await answerCommand(command, { values, invocation });
}

async function formOf(
  draft: RefusedOrder,
  { id, invocation }: { readonly id: CustomId; readonly invocation: Invocation },
): Promise<APIModalInteractionResponseCallbackData> {
  const { call, values } = draft;
  const { language } = invocation.reader;
  if (call === callOf(imagine) && fitsOrderForm(draft)) return orderFixModal(id.jobId, { draft, invocation });
  if (call !== PART_FORM) return commandModal(demandCommand(call, invocation), { values, id, language });
  const { jobId, part, prompt } = readPart(draft);
  const view = await invocation.jobs.view(jobId);
  if (!view) throw failure('not-found', 'order.picture-gone');
  return partModal(view, { part, language, id, typed: prompt });
}

/** What the form of a thing in a picture was about. */
function readPart({ values }: RefusedOrder): {
  readonly jobId: string;
  readonly part: number;
  readonly prompt: string;
} {
  return { jobId: String(values.jobId), part: Number(values.part), prompt: String(values.prompt) };
}

function demandCommand(call: string, invocation: Invocation): Command {
  const command = commandCalled(call, invocation);
  if (!command) throw failure('not-found', 'command.gone', { call });
  return command;
}
