import { ButtonStyle, ComponentType, MessageFlags } from 'discord.js';
import type { Deleted } from '#bot/commands/job-actions.ts';
import { writeCustomId } from '#bot/discord/custom-id.ts';
import type { DiscordMessage } from '#bot/discord/panel/panel-message.ts';
import { sentencesMarkdown } from '#bot/discord/sentences.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Language } from '#bot/text/locale.ts';
import { say } from '#bot/text/say.ts';

/** Says that something was deleted, with the button that takes it back; works for who deleted it, and after a restart. */
export function undoMessage({ jobId, said }: Deleted, language: Language): DiscordMessage {
  return {
    body: {
      flags: MessageFlags.IsComponentsV2,
      components: [
        { type: ComponentType.TextDisplay, content: sentencesMarkdown(said, language) },
        {
          type: ComponentType.ActionRow,
          components: [
            {
              type: ComponentType.Button,
              style: ButtonStyle.Secondary,
              label: writerOf(language).say(say('button.undo')),
              emoji: { name: '↩️' },
              custom_id: writeCustomId({ action: 'undelete', jobId }),
            },
          ],
        },
      ],
      attachments: [],
      allowed_mentions: { parse: [] },
    },
    files: [],
  };
}
