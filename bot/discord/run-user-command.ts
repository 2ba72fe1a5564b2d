import type { UserContextMenuCommandInteraction } from 'discord.js';
import { callOf } from '#bot/commands/command.ts';
import { USER_COMMANDS } from '#bot/commands/user-commands.ts';
import { answerCommand } from '#bot/discord/answer-command.ts';
import { menuName } from '#bot/discord/command-definitions.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import { failure } from '#bot/text/say.ts';

/** Runs a command that was chosen in the menu of a person. */
export async function runUserCommand(
  { commandName, targetUser: { id, displayName: name } }: UserContextMenuCommandInteraction,
  invocation: Invocation,
): Promise<void> {
  const chosen = USER_COMMANDS.find((each) => menuName(each) === commandName);
  if (!chosen) throw failure('not-found', 'command.gone', { call: commandName });
  await invocation.demandRight(callOf(chosen.command));
  await answerCommand(chosen.command, { values: { member: { id, name } }, invocation });
}
