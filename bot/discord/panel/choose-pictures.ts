import { cut } from '#bot/discord/panel/fit-text.ts';
import { say } from '#bot/text/say.ts';
import type { PanelPicture } from '#bot/views/panel.ts';
import type { Message } from '#shared/text/message.ts';

/** A picture that goes with a message. */
export interface PictureFile {
  readonly name: string;
  readonly data: Uint8Array;
  readonly mime: string;
  readonly alt: string;
}

/** A file may be this large where Discord has said nothing else (developers/reference, uploading files). */
export const FILE_BYTES_MAX = 10 * 1024 * 1024;

/** A request may be this large, with a little room for the rest of it. */
const REQUEST_BYTES_MAX = 24 * 1024 * 1024;
const GALLERY_MAX = 10;
const ALT_CHARS_MAX = 1024;

/**
 * Which of a panel's pictures one message can carry, in order. What cannot be carried is said in a notice, with sizes;
 * when none of the finished pictures can, the newest preview stands in.
 */
export function choosePictures(
  pictures: readonly PanelPicture[],
  options: {
    readonly jobId: string;
    readonly stored: ReadonlyMap<string, Uint8Array>;
    readonly preview: Extract<PanelPicture, { kind: 'preview' }> | null;
    readonly bytesMax: number;
    /** True when `bytesMax` is a guess, because Discord refused a file that should have been small enough. */
    readonly sizeRefused: boolean;
  },
): { readonly files: readonly PictureFile[]; readonly notices: readonly Message[] } {
  const found = pictures.flatMap((picture, index) => resolve(picture, { ...options, index }));
  const files: PictureFile[] = [];
  const tooLarge: PictureFile[] = [];
  let room = REQUEST_BYTES_MAX;
  for (const file of found) {
    const fits = file.data.length <= Math.min(options.bytesMax, room) && files.length < GALLERY_MAX;
    (fits ? files : tooLarge).push(file);
    if (fits) room -= file.data.length;
  }
  const gone = pictures.length - found.length;
  const standIn = files.length === 0 && tooLarge.length > 0 ? options.preview : null;
  return {
    files: standIn ? resolve(standIn, { ...options, index: 0 }) : files,
    notices: [
      ...(gone > 0 ? [say('discord.pictures-gone', { count: gone })] : []),
      ...(tooLarge.length > 0 ? [tooLargeNotice(tooLarge, { ...options, standIn: standIn !== null })] : []),
    ],
  };
}

function resolve(
  picture: PanelPicture,
  options: { readonly jobId: string; readonly stored: ReadonlyMap<string, Uint8Array>; readonly index: number },
): PictureFile[] {
  const alt = cut(picture.alt, ALT_CHARS_MAX);
  if (picture.kind === 'preview') {
    return [{ name: `preview.${extensionOf(picture.mime)}`, data: picture.data, mime: picture.mime, alt }];
  }
  const data = options.stored.get(picture.file);
  const job = options.jobId.replaceAll(/[^A-Za-z0-9_-]/g, '').slice(0, 40);
  return data ? [{ name: `easel-${job}-${options.index + 1}.png`, data, mime: 'image/png', alt }] : [];
}

function extensionOf(mime: string): string {
  switch (mime) {
    case 'image/jpeg':
      return 'jpg';
    case 'image/webp':
      return 'webp';
    default:
      return 'png';
  }
}

function tooLargeNotice(
  files: readonly PictureFile[],
  { bytesMax, sizeRefused, standIn }: { bytesMax: number; sizeRefused: boolean; standIn: boolean },
): Message {
  const largest = Math.max(...files.map((file) => file.data.length));
  return say('discord.pictures-too-large', {
    count: files.length,
    why: whyTooLarge(largest, { bytesMax, sizeRefused }),
    withPreview: standIn,
  });
}

function whyTooLarge(largest: number, { bytesMax, sizeRefused }: { bytesMax: number; sizeRefused: boolean }): Message {
  if (sizeRefused) return say('discord.size-refused', { size: fileSize(largest) });
  if (largest <= bytesMax) return say('discord.message-takes', { max: fileSize(REQUEST_BYTES_MAX) });
  return say('discord.channel-takes', { max: fileSize(bytesMax), largest: fileSize(largest) });
}

function fileSize(bytes: number): Message {
  const mebibytes = bytes / 1024 / 1024;
  if (mebibytes < 0.1) return say('discord.kibibytes', { size: bytes / 1024 });
  return say('discord.mebibytes', { size: mebibytes });
}
