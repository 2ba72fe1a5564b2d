import type { MessageContextMenuCommandInteraction } from 'discord.js';
import type { MessageCommand, TargetMessage } from '#bot/commands/message-command.ts';
import { MESSAGE_COMMANDS } from '#bot/commands/message-commands.ts';
import { acceptJob } from '#bot/discord/accept-job.ts';
import { cardMessage } from '#bot/discord/card-message.ts';
import { menuName } from '#bot/discord/command-definitions.ts';
import { openDraft } from '#bot/discord/fix-order.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import { writerOf } from '#bot/text/languages.ts';
import { failure } from '#bot/text/say.ts';

/** Runs a command that was chosen in the menu of a message. */
export async function runMessageCommand(
  interaction: MessageContextMenuCommandInteraction,
  invocation: Invocation,
): Promise<void> {
  const command = MESSAGE_COMMANDS.find((each) => menuName(each) === interaction.commandName);
  if (!command) throw failure('not-found', 'command.gone', { call: interaction.commandName });
  const target = () => targetOf(interaction, invocation);
  switch (command.answers) {
    case 'panel': {
      const submit = async () => {
        await demand(command, invocation);
        return command.run(await target(), invocation);
      };
      return acceptJob(invocation, { ...invocation, submit });
    }
    case 'form':
      await demand(command, invocation);
      return openDraft(await command.run(await target(), invocation), invocation);
    case 'sentence':
      return invocation.answer.say(
        writerOf(invocation.reader.language).say(await command.run(await target(), invocation)),
      );
    case 'card': {
      await demand(command, invocation);
      if (command.takesLong) await invocation.answer.defer();
      const { card, notices } = await command.run(await target(), invocation);
      const { language } = invocation.reader;
      const told = notices.map(writerOf(language).rich);
      await invocation.answer.showPrivately(cardMessage(card, { language, notices: told }));
    }
  }
}

async function demand({ sameAs }: MessageCommand, { demandRight }: Invocation): Promise<void> {
  if (sameAs !== undefined) await demandRight(sameAs);
}

/** Discord sends the message along, readable whoever wrote it. */
async function targetOf(
  { targetMessage: { id, attachments } }: MessageContextMenuCommandInteraction,
  { jobs }: Invocation,
): Promise<TargetMessage> {
  const view = await jobs.findByMessage(id);
  return {
    view: view?.job.state.kind === 'deleted' ? null : view,
    files: [...attachments.values()].map(({ url, name, size }) => ({ url, name, bytes: size })),
  };
}
