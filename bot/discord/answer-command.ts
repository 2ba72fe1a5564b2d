import { type Answers, type CardAnswer, type Command, callOf, commandsOn } from '#bot/commands/command.ts';
import { acceptAll } from '#bot/discord/accept-all.ts';
import { cardMessage } from '#bot/discord/card-message.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import { markdownOf } from '#bot/discord/markdown.ts';
import type { PageId } from '#bot/discord/page-id.ts';
import type { DiscordMessage } from '#bot/discord/panel/panel-message.ts';
import { offerFix } from '#bot/discord/refused-draft.ts';
import { showCopy } from '#bot/discord/show-again.ts';
import { recentMessage } from '#bot/discord/show-recent.ts';
import { withTrainButtons } from '#bot/discord/train-buttons.ts';
import { undoMessage } from '#bot/discord/undo-message.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Language } from '#bot/text/locale.ts';

/** The command of Discord with these words: `imagine`, `style create`. */
export function commandCalled(call: string, { commands }: Pick<Invocation, 'commands'>): Command | undefined {
  return commandsOn(commands, 'discord').find((command) => callOf(command) === call);
}

/** Runs a command that draws and shows the panel. What is refused can be mended in a form with what was typed. */
export async function acceptCommand(
  command: Extract<Command, { readonly answers: 'panel' }>,
  { values, invocation }: { readonly values: Readonly<Record<string, unknown>>; readonly invocation: Invocation },
): Promise<void> {
  try {
    await acceptAll((context) => command.run(values, context), invocation);
  } catch (refusal) {
    if (Object.keys(values).length === 0) throw refusal;
    await offerFix({ call: callOf(command), values, parentId: null }, { refusal, invocation });
  }
}

/** Runs a command and shows its answer to who asked. What is refused can be mended in a form with what was typed. */
export async function answerCommand(
  command: Exclude<Command, { readonly answers: 'panel' }>,
  { values, invocation }: { readonly values: Readonly<Record<string, unknown>>; readonly invocation: Invocation },
): Promise<void> {
  const { answer, reader } = invocation;
  const call = callOf(command);
  try {
    if (command.answers === 'copy') await showCopy(await command.run(values, invocation), invocation);
    else if (command.answers === 'sentence')
      await answer.say(markdownOf(writerOf(reader.language).rich(await command.run(values, invocation))));
    else if (command.answers === 'copies') await showCopies(await command.run(values, invocation), invocation);
    else {
      if (command.takesLong) await answer.defer();
      const card = await command.run(values, invocation);
      const message = answerMessage(card, { call, language: reader.language });
      const { training, deleted } = card;
      if (deleted) await answer.showPrivately(undoMessage(deleted, reader.language));
      else await answer.showPrivately(training ? await withTrainButtons(message, training, invocation) : message);
    }
  } catch (refusal) {
    if (Object.keys(values).length === 0) throw refusal;
    await offerFix({ call, values, parentId: null }, { refusal, invocation });
  }
}

async function showCopies(found: Answers['copies'], invocation: Invocation): Promise<void> {
  if ('view' in found) await showCopy(found, invocation);
  else await invocation.answer.showPrivately(await recentMessage(found, invocation));
}

/** A card with what was changed on the way on top, and buttons to its other pages. */
export function answerMessage(
  { card, notices, pages, file }: CardAnswer,
  { language, ...id }: Omit<PageId, 'page'> & { readonly language: Language },
): DiscordMessage {
  const told = notices.map(writerOf(language).rich);
  return cardMessage(card, {
    language,
    notices: told,
    ...(pages && { pages: { ...pages, ...id } }),
    ...(file && { file }),
  });
}
