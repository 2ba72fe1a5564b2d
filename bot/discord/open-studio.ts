import { type APIModalInteractionResponseCallbackData, ButtonStyle, ComponentType } from 'discord.js';
import { PROMPT_CHARS_MAX } from '#bot/commands/imagine-options.ts';
import { writeCustomId } from '#bot/discord/custom-id.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import { escapeMarkdown } from '#bot/discord/markdown.ts';
import { labelled, textField } from '#bot/discord/modals/modal-fields.ts';
import { sentenceMessage } from '#bot/discord/panel/panel-message.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Language } from '#bot/text/locale.ts';
import { failure, say } from '#bot/text/say.ts';

/** What the second button and its form carry where a panel's carry their job. */
const WITH_WORDS = 'words';

/**
 * The studio opens inside Discord for who asked, and a message lets the others of the channel in: by a button, and by a
 * form whose words are in the studio's prompt then.
 */
export async function openStudio(invocation: Invocation): Promise<void> {
  await launch(invocation);
  const { answer, member, place, serverLanguage } = invocation;
  const writer = writerOf(serverLanguage(place.serverId));
  const button = (style: ButtonStyle.Primary | ButtonStyle.Secondary, label: string, jobId: string) =>
    ({ type: ComponentType.Button, style, label, custom_id: writeCustomId({ action: 'studio', jobId }) }) as const;
  const buttons = [
    button(ButtonStyle.Primary, writer.say(say('discord.join-studio')), 'canvas'),
    button(ButtonStyle.Secondary, writer.say(say('discord.studio-words')), WITH_WORDS),
  ];
  const { body, ...message } = sentenceMessage(
    writer.say(say('discord.opened-studio', { name: escapeMarkdown(member.name) })),
  );
  const components = [...body.components, { type: ComponentType.ActionRow as const, components: buttons }];
  await answer.showMore({ ...message, body: { ...body, components } });
}

/** A button was pressed: the studio opens, or the form that asks for words first. */
export async function joinStudio(button: string, invocation: Invocation): Promise<void> {
  if (button !== WITH_WORDS) return launch(invocation);
  demandActivity(invocation);
  await invocation.answer.openModal(wordsModal(invocation.reader.language));
}

/** The form was sent: the studio opens for who sent it, and their words are in its prompt. */
export async function joinStudioWith(words: string, invocation: Invocation): Promise<void> {
  demandActivity(invocation);
  await invocation.drafts.leave(invocation.member.id, words.trim());
  await launch(invocation);
}

function wordsModal(language: Language): APIModalInteractionResponseCallbackData {
  const { say: worded } = writerOf(language);
  const words = textField('prompt', { value: '', charsMax: PROMPT_CHARS_MAX, lines: 'many', required: true });
  return {
    custom_id: writeCustomId({ action: 'studio', jobId: WITH_WORDS }),
    title: worded(say('discord.studio-words-title')),
    components: [labelled(worded(say('edit.prompt')), words)],
  };
}

async function launch(invocation: Invocation): Promise<void> {
  demandActivity(invocation);
  await invocation.answer.launch();
}

function demandActivity({ hasActivity }: Invocation): void {
  if (!hasActivity) throw failure('not-found', 'button.old');
}
