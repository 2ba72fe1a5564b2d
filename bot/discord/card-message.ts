import { ComponentType, MessageFlags } from 'discord.js';
import { markdownOf } from '#bot/discord/markdown.ts';
import { fitParagraphs } from '#bot/discord/panel/fit-text.ts';
import type { DiscordMessage } from '#bot/discord/panel/panel-message.ts';
import type { Language } from '#bot/text/locale.ts';
import type { Card } from '#bot/views/card.ts';
import { cut } from '#shared/text/cut.ts';
import type { RichText } from '#shared/text/rich.ts';

const ACCENT = 0x5b6ee1;
const HEADING_CHARS = 200;
const REST_CHARS = 3700;

/** Discord takes 40 components in a message; more parts than this share one. */
const PARTS_MAX = 30;

/** A card as a message of one container; what does not fit is counted in `language`. `notices` go on top. */
export function cardMessage(
  card: Card,
  { language, notices = [] }: { readonly language: Language; readonly notices?: readonly RichText[] },
): DiscordMessage {
  const fields = card.fields.map(({ name, value }) => `**${markdownOf(name)}**\n${markdownOf(value)}`);
  const rest = [...[...notices, ...card.paragraphs].map(markdownOf), ...fields];
  const parts = fitParagraphs(rest, { charsMax: REST_CHARS, language });
  const texts = [
    `### ${cut(markdownOf(card.heading), HEADING_CHARS)}`,
    ...(parts.length > PARTS_MAX ? [parts.join('\n')] : parts),
  ];
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
