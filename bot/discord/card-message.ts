import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIMediaGalleryComponent,
  type APISectionComponent,
  type APITextDisplayComponent,
  ButtonStyle,
  ComponentType,
  MessageFlags,
} from 'discord.js';
import { markdownOf } from '#bot/discord/markdown.ts';
import { type PageId, writePageId } from '#bot/discord/page-id.ts';
import { fitParagraphs } from '#bot/discord/panel/fit-text.ts';
import type { DiscordMessage } from '#bot/discord/panel/panel-message.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Language } from '#bot/text/locale.ts';
import { say } from '#bot/text/say.ts';
import type { Card, Pages } from '#bot/views/card.ts';
import { cut } from '#shared/text/cut.ts';
import type { Message } from '#shared/text/message.ts';
import { plainText, type RichText } from '#shared/text/rich.ts';

const HEADING_CHARS = 200;
const REST_CHARS = 3700;
const ALT_CHARS = 200;

/** Discord takes 40 components in a message; more parts than this share one. */
const PARTS_MAX = 30;

/**
 * A card as a message of one container; what does not fit is counted in `language`. `notices` go on top, and `pages` of
 * an answer to `call` under it, as buttons.
 */
export function cardMessage(
  card: Card,
  {
    language,
    notices = [],
    pages,
    file,
  }: {
    readonly language: Language;
    readonly notices?: readonly RichText[];
    readonly pages?: Pages & Omit<PageId, 'page'>;
    /** A text that goes with it as a file. */
    readonly file?: { readonly name: string; readonly text: string };
  },
): DiscordMessage {
  const fields = card.fields.map(({ name, value }) => `**${markdownOf(name)}**\n${markdownOf(value)}`);
  const rest = [...[...notices, ...card.paragraphs].map(markdownOf), ...fields];
  const parts = fitParagraphs(rest, { charsMax: REST_CHARS, language });
  const texts = [
    `### ${cut(markdownOf(card.heading), HEADING_CHARS)}`,
    ...(parts.length > PARTS_MAX ? [parts.join('\n')] : parts),
  ].filter((content) => content !== '');
  const shown = parts.length === rest.length ? picturesOf(card, texts.length - card.fields.length) : [];
  const gallery = (card.gallery ?? []).map((each, at) => ({ ...each, name: `seen-${at + 1}.webp` }));
  const files = [
    ...gallery.map(({ name, data }) => ({ name, data, contentType: 'image/webp' })),
    ...shown.map(({ name, data }) => ({ name, data, contentType: 'image/webp' })),
    ...(file ? [{ name: safeName(file.name), data: file.text, contentType: 'text/plain; charset=utf-8' }] : []),
  ];
  return {
    body: {
      flags: MessageFlags.IsComponentsV2,
      components: [
        {
          type: ComponentType.Container,
          components: [
            ...texts.flatMap((content, at) => [
              textPart(
                content,
                shown.find((each) => each.at === at),
              ),
              ...(at === 0 ? galleryPart(gallery) : []),
            ]),
            ...(pages && pages.count > 1 ? [pageButtons(pages, language)] : []),
            ...(file
              ? [{ type: ComponentType.File as const, file: { url: `attachment://${safeName(file.name)}` } }]
              : []),
          ],
        },
      ],
      attachments: files.map(({ name }, at) => {
        const description = [...gallery, ...shown][at]?.alt;
        return { id: String(at), filename: name, ...(description && { description }) };
      }),
      allowed_mentions: { parse: [] },
    },
    files,
  };
}

function galleryPart(pictures: readonly { readonly name: string; readonly alt: string }[]): APIMediaGalleryComponent[] {
  const items = pictures.map(({ name, alt }) => ({ media: { url: `attachment://${name}` }, description: alt }));
  return items.length === 0 ? [] : [{ type: ComponentType.MediaGallery, items }];
}

/** The pictures of a card's fields, and at which of its texts each stands. */
function picturesOf({ fields }: Card, firstField: number) {
  return fields.flatMap(({ picture, name: shows }, at) => {
    const alt = cut(plainText(shows), ALT_CHARS);
    return picture && firstField >= 0 ? [{ at: firstField + at, name: `${at}.webp`, data: picture, alt }] : [];
  });
}

/** A text, with the picture beside it that has this name. */
function textPart(
  content: string,
  picture: { readonly name: string; readonly alt: string } | undefined,
): APITextDisplayComponent | APISectionComponent {
  const text = { type: ComponentType.TextDisplay as const, content };
  if (picture === undefined) return text;
  const { name, alt } = picture;
  const media = { url: `attachment://${name}` };
  const accessory = { type: ComponentType.Thumbnail as const, media, ...(alt !== '' && { description: alt }) };
  return { type: ComponentType.Section, components: [text], accessory };
}

/** Discord changes other characters of a file's name, and then the message does not find it. */
function safeName(name: string): string {
  return name.replace(/[^\w.-]+/g, '-');
}

function pageButtons(
  { page, count, ...id }: Pages & Omit<PageId, 'page'>,
  language: Language,
): APIActionRowComponent<APIButtonComponentWithCustomId> {
  const button = (label: Message, to: number): APIButtonComponentWithCustomId => ({
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label: writerOf(language).say(label),
    custom_id: writePageId({ ...id, page: to }),
    disabled: to < 1 || to > count,
  });
  return {
    type: ComponentType.ActionRow,
    components: [button(say('button.previous'), page - 1), button(say('button.next'), page + 1)],
  };
}
