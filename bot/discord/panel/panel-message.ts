import { createHash } from 'node:crypto';
import {
  type APIComponentInContainer,
  type APIMessageTopLevelComponent,
  type APITextDisplayComponent,
  ButtonStyle,
  ComponentType,
  MessageFlags,
  type RawFile,
} from 'discord.js';
import { type CustomId, writeCustomId } from '#bot/discord/custom-id.ts';
import { markdownOf } from '#bot/discord/markdown.ts';
import { choosePictures, type PictureFile } from '#bot/discord/panel/choose-pictures.ts';
import { fitParagraphs } from '#bot/discord/panel/fit-text.ts';
import type { ReadyPicture } from '#bot/discord/panel/ready-pictures.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Language } from '#bot/text/locale.ts';
import { say } from '#bot/text/say.ts';
import type { Panel, PanelButton, PanelPicture } from '#bot/views/panel.ts';
import { cut } from '#shared/text/cut.ts';

/** A message as Discord takes it: the JSON part, and the files that go beside it. */
export interface DiscordMessage {
  readonly body: {
    readonly flags: number;
    readonly components: readonly APIMessageTopLevelComponent[];
    readonly attachments: readonly { readonly id: string; readonly filename: string; readonly description?: string }[];
    readonly allowed_mentions: { readonly parse: [] };
  };
  readonly files: readonly RawFile[];
  /** The same with larger files is to follow. */
  readonly isQuick?: boolean;
}

/** What a panel's message needs besides the panel. */
export interface PanelMessageOptions {
  readonly jobId: string;
  /** The panel's stored pictures by file name, as they can be sent; one that is absent is gone. */
  readonly stored: ReadonlyMap<string, ReadyPicture>;
  /** The newest preview, for when the pictures themselves do not fit. */
  readonly preview: Extract<PanelPicture, { kind: 'preview' }> | null;
  /** The largest file that the channel takes. */
  readonly bytesMax: number;
  /** True when Discord refused a file that should have been small enough, so that `bytesMax` is a guess. */
  readonly sizeRefused: boolean;
  /** The pictures are stand-ins for their files, which follow. */
  readonly isQuick?: boolean;
  /** Pictures are hidden until somebody clicks on them. */
  readonly isSpoiler?: boolean;
  /** Of what Discord alone has to say about the pictures; the panel is worded already. */
  readonly language: Language;
}

/** All text of a message with components together, says Discord; each part gets its share. */
const HEADING_CHARS = 1400;
const STATUS_CHARS = 400;
const NOTICES_CHARS = 1400;
const FOOTER_CHARS = 700;
const BUTTONS_PER_ROW = 5;
const BAR_CELLS = 12;

/** The line at a panel's side: only what moves or has failed has one. */
const ACCENTS: Readonly<Partial<Record<Panel['tone'], number>>> = { working: 0x2b8db5, failed: 0xd0402c };

/** The one message of a job: a card of components with its pictures in a gallery. Mentions nobody. */
export function panelMessage(panel: Panel, options: PanelMessageOptions): DiscordMessage {
  const { language, isQuick = false, isSpoiler = false } = options;
  const chosen = choosePictures(panel.pictures, options);
  const { files } = chosen;
  const isReduced = chosen.isReduced && !isQuick;
  const notices = isQuick ? [say('discord.png-follows')] : chosen.notices;
  const said = [...notices.map(writerOf(language).rich), ...panel.notices].map(markdownOf);
  const paragraphs = fitParagraphs(said, { charsMax: NOTICES_CHARS, language });
  const footer = markdownOf(panel.footer).replaceAll('\n', ' ');
  const components: APIComponentInContainer[] = [
    ...textParts(cut(markdownOf(panel.heading), HEADING_CHARS)),
    ...textParts(cut(statusLine(panel), STATUS_CHARS)),
    ...textParts(paragraphs.join('\n')),
    ...gallery(files, isSpoiler),
    ...textParts(footer === '' ? '' : `-# ${cut(footer, FOOTER_CHARS)}`),
    ...rows([...panel.buttons, ...(isReduced ? [originalButton(language)] : [])], options.jobId),
    ...menuRow(panel.menu, options.jobId),
  ];
  return {
    body: {
      flags: MessageFlags.IsComponentsV2,
      components: [{ type: ComponentType.Container, accent_color: ACCENTS[panel.tone] ?? null, components }],
      attachments: files.map((file, index) => ({
        id: String(index),
        filename: file.name,
        ...(file.alt === '' ? {} : { description: file.alt }),
      })),
      allowed_mentions: { parse: [] },
    },
    files: files.map(({ name, data, mime }) => ({ name, data: Buffer.from(data), contentType: mime })),
    ...(isQuick && { isQuick }),
  };
}

function statusLine(panel: Panel): string {
  const status = markdownOf(panel.status);
  if (panel.fraction === null) return status;
  const full = Math.round(Math.min(1, Math.max(0, panel.fraction)) * BAR_CELLS);
  return `${status}\n${'▰'.repeat(full)}${'▱'.repeat(BAR_CELLS - full)}`;
}

/** Discord refuses a text display without text. */
export function textParts(content: string): APITextDisplayComponent[] {
  return content.trim() === '' ? [] : [{ type: ComponentType.TextDisplay, content }];
}

function gallery(files: readonly PictureFile[], isSpoiler: boolean): APIComponentInContainer[] {
  if (files.length === 0) return [];
  const items = files.map((file) => ({
    media: { url: `attachment://${file.name}` },
    ...(isSpoiler && { spoiler: true }),
    ...(file.alt === '' ? {} : { description: file.alt }),
  }));
  return [{ type: ComponentType.MediaGallery, items }];
}

const STYLES = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  danger: ButtonStyle.Danger,
} as const satisfies Record<PanelButton['tone'], ButtonStyle>;

/** Sends the PNGs that a message could not show to who presses it. */
function originalButton(language: Language): MessageButton {
  const label = writerOf(language).say(say('discord.original'));
  return { action: 'original', label, emoji: '📎', tone: 'secondary' };
}

type MessageButton = Omit<PanelButton, 'action'> & Pick<CustomId, 'action'>;

function rows(buttons: readonly MessageButton[], jobId: string): APIComponentInContainer[] {
  const all = buttons.map((button) => ({
    type: ComponentType.Button as const,
    style: STYLES[button.tone],
    label: cut(button.label, 80),
    ...(button.emoji === '' ? {} : { emoji: { name: button.emoji } }),
    custom_id: writeCustomId({ ...button, jobId }),
  }));
  const inRows: (typeof all)[] = [];
  for (const [at, button] of all.entries()) {
    const row = inRows.at(-1);
    if (!row || row.length === BUTTONS_PER_ROW || buttons[at]!.startsRow) inRows.push([button]);
    else row.push(button);
  }
  return inRows.map((components) => ({ type: ComponentType.ActionRow, components }));
}

function menuRow(menu: Panel['menu'], jobId: string): APIComponentInContainer[] {
  if (!menu) return [];
  const select = {
    type: ComponentType.StringSelect as const,
    custom_id: writeCustomId({ action: 'menu', jobId }),
    placeholder: cut(menu.label, 150),
    min_values: 1,
    max_values: 1,
    options: menu.choices.map(({ action, label }) => ({ value: action, label: cut(label, 100) })),
  };
  return [{ type: ComponentType.ActionRow, components: [select] }];
}

/** A message of one sentence of markdown, mentioning nobody. */
export function sentenceMessage(sentence: string): DiscordMessage {
  return {
    body: {
      flags: MessageFlags.IsComponentsV2,
      components: [{ type: ComponentType.TextDisplay, content: cut(sentence, HEADING_CHARS) }],
      attachments: [],
      allowed_mentions: { parse: [] },
    },
    files: [],
  };
}

/** A file of a message that has nothing else. */
export interface SentPicture {
  readonly name: string;
  readonly data: Uint8Array;
  /** What it shows, for who does not see it. */
  readonly alt: string;
}

/** A message of PNGs and nothing else. */
export function picturesMessage(pictures: readonly SentPicture[]): DiscordMessage {
  const items = pictures.map(({ name, alt }) => ({ media: { url: `attachment://${name}` }, description: alt }));
  return {
    body: {
      flags: MessageFlags.IsComponentsV2,
      components: [{ type: ComponentType.MediaGallery, items }],
      attachments: pictures.map(({ name, alt }, index) => ({ id: String(index), filename: name, description: alt })),
      allowed_mentions: { parse: [] },
    },
    files: pictures.map(({ name, data }) => ({ name, data: Buffer.from(data), contentType: 'image/png' })),
  };
}

/** A message of one picture with a line of markdown above. */
export function captionedPicture({
  name,
  data,
  alt,
  mime,
  caption,
}: SentPicture & { readonly mime: string; readonly caption: string }): DiscordMessage {
  const { body } = picturesMessage([{ name, data, alt }]);
  return {
    body: { ...body, components: [...textParts(caption), ...body.components] },
    files: [{ name, data: Buffer.from(data), contentType: mime }],
  };
}

/** Two messages with the same print look the same. */
export function fingerprint({ body, files }: DiscordMessage): string {
  const hash = createHash('sha256').update(JSON.stringify(body));
  for (const file of files) hash.update(file.data as Buffer);
  return hash.digest('base64url');
}
