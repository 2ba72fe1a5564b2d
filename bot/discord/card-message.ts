import { ComponentType, MessageFlags } from 'discord.js';
import { cut, fitParagraphs } from '#bot/discord/panel/fit-text.ts';
import type { DiscordMessage } from '#bot/discord/panel/panel-message.ts';
import type { Card } from '#bot/views/card.ts';

const ACCENT = 0x5b6ee1;
const HEADING_CHARS = 200;
const REST_CHARS = 3700;

/** Discord takes 40 components in a message; more parts than this share one. */
const PARTS_MAX = 30;

/** A card as a message of one container; what does not fit is counted. `notices` go on top. */
export function cardMessage(card: Card, notices: readonly string[] = []): DiscordMessage {
  const rest = [...notices, ...card.paragraphs, ...card.fields.map(({ name, value }) => `**${name}**\n${value}`)];
  const parts = fitParagraphs(rest, REST_CHARS);
  const texts = [`### ${cut(card.heading, HEADING_CHARS)}`, ...(parts.length > PARTS_MAX ? [parts.join('\n')] : parts)];
  return {
    body: {
      flags: MessageFlags.IsComponentsV2,
      components: [
        {
          type: ComponentType.Container,
          accent_color: ACCENT,
          components: texts
            .filter((content) => content !== '')
            .map((content) => ({ type: ComponentType.TextDisplay, content })),
        },
      ],
      attachments: [],
      allowed_mentions: { parse: [] },
    },
    files: [],
  };
}
