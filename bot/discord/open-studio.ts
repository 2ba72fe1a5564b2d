import { ButtonStyle, ComponentType } from 'discord.js';
import { writeCustomId } from '#bot/discord/custom-id.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import { escapeMarkdown } from '#bot/discord/markdown.ts';
import { sentenceMessage } from '#bot/discord/panel/panel-message.ts';
import { writerOf } from '#bot/text/languages.ts';
import { failure, say } from '#bot/text/say.ts';

/** The studio opens inside Discord for who asked, and a message lets the others of the channel in by a button. */
export async function openStudio(invocation: Invocation): Promise<void> {
  await joinStudio(invocation);
  const { answer, member, place, serverLanguage } = invocation;
  const writer = writerOf(serverLanguage(place.serverId));
  const label = writer.say(say('discord.join-studio'));
  const custom_id = writeCustomId({ action: 'studio', jobId: 'canvas' });
  const button = { type: ComponentType.Button, style: ButtonStyle.Primary, label, custom_id } as const;
  const { body, ...message } = sentenceMessage(
    writer.say(say('discord.opened-studio', { name: escapeMarkdown(member.name) })),
  );
  const components = [...body.components, { type: ComponentType.ActionRow as const, components: [button] }];
  await answer.showMore({ ...message, body: { ...body, components } });
}

/** The studio opens for who pressed the button. */
export async function joinStudio({ answer, hasActivity }: Invocation): Promise<void> {
  if (!hasActivity) throw failure('not-found', 'button.old');
  await answer.launch();
}
