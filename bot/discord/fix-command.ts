import type { ModalSubmitFields } from 'discord.js';
import { type Command, callOf } from '#bot/commands/command.ts';
import { imagine } from '#bot/commands/imagine.ts';
import { answerCommand, commandCalled } from '#bot/discord/answer-command.ts';
import { orderFixModal, submitOrderFix } from '#bot/discord/fix-order.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import { commandModal, readCommandModal } from '#bot/discord/modals/command-modal.ts';
import { findDraft } from '#bot/discord/refused-draft.ts';
import { failure } from '#bot/text/say.ts';

/** Opens the form with what was refused. Throws `not-found` when it was too long ago. */
export async function openFix(id: string, invocation: Invocation): Promise<void> {
  const draft = await findDraft(id, invocation);
  const modal =
    draft.call === callOf(imagine)
      ? await orderFixModal(id, { draft, invocation })
      : commandModal(demandCommand(draft.call, invocation), {
          values: draft.values,
          id: { action: 'fix', jobId: id },
          language: invocation.reader.language,
        });
  await invocation.answer.openModal(modal);
}

/** The form comes back, and the command runs with it. */
export async function submitFix(
  id: string,
  { invocation, fields }: { readonly invocation: Invocation; readonly fields: ModalSubmitFields },
): Promise<void> {
  const draft = await findDraft(id, invocation);
  if (draft.call === callOf(imagine)) return submitOrderFix(draft, { invocation, fields });
  const command = demandCommand(draft.call, invocation);
  await invocation.demandRight(command.group?.name ?? command.name);
  await answerCommand(command, { values: readCommandModal(command, fields), invocation });
}

function demandCommand(call: string, invocation: Invocation): Exclude<Command, { readonly answers: 'panel' }> {
  const command = commandCalled(call, invocation);
  if (!command || command.answers === 'panel') throw failure('not-found', 'command.gone', { call });
  return command;
}
