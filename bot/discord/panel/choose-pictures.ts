import { GALLERY_MAX, REQUEST_BYTES_MAX, type ReadyPicture } from '#bot/discord/panel/ready-pictures.ts';
import { say } from '#bot/text/say.ts';
import type { PanelPicture } from '#bot/views/panel.ts';
import { cut } from '#shared/text/cut.ts';
import type { Message } from '#shared/text/message.ts';

/** A picture that goes with a message. */
export interface PictureFile {
  readonly name: string;
  readonly data: Uint8Array;
  readonly mime: string;
  readonly alt: string;
  /** Of the PNG that it stands for, where that is another file. */
  readonly pngBytes: number | null;
  /** It has fewer pixels than that. */
  readonly isSmaller?: true;
  /** Its name in the store; null = it is not from there. */
  readonly stored: string | null;
}

/** A file may be this large where Discord has said nothing else (developers/reference, uploading files). */
export const FILE_BYTES_MAX = 10 * 1024 * 1024;

const ALT_CHARS_MAX = 1024;

/** What a message shows of a panel's pictures. */
export interface ChosenPictures {
  readonly files: readonly PictureFile[];
  readonly notices: readonly Message[];
  /** Some picture is not there as the PNG that it is; who wants that can ask for it. */
  readonly isReduced: boolean;
}

/**
 * Which of a panel's pictures one message can carry, in order. What is shown as another kind of file, or cannot be
 * carried at all, is said in a notice, with sizes and with where the PNG is; when none of the finished pictures can be
 * carried, the newest preview stands in.
 */
export function choosePictures(
  pictures: readonly PanelPicture[],
  options: {
    readonly jobId: string;
    readonly stored: ReadonlyMap<string, ReadyPicture>;
    readonly preview: Extract<PanelPicture, { kind: 'preview' }> | null;
    readonly bytesMax: number;
    /** True when `bytesMax` is a guess, because Discord refused a file that should have been small enough. */
    readonly sizeRefused: boolean;
  },
): ChosenPictures {
  const found = pictures.flatMap((picture, index) => resolve(picture, { ...options, index }));
  const files: PictureFile[] = [];
  const tooLarge: PictureFile[] = [];
  let room = REQUEST_BYTES_MAX;
  for (const file of found) {
    const bytesMax = file.isSmaller ? Math.max(options.bytesMax, file.data.length) : options.bytesMax;
    const fits = file.data.length <= Math.min(bytesMax, room) && files.length < GALLERY_MAX;
    (fits ? files : tooLarge).push(file);
    if (fits) room -= file.data.length;
  }
  const gone = pictures.length - found.length;
  const smaller = files.filter(({ isSmaller }) => isSmaller);
  const reduced = files.filter(({ pngBytes, isSmaller }) => pngBytes !== null && !isSmaller);
  const standIn = files.length === 0 && tooLarge.length > 0 ? options.preview : null;
  return {
    files: standIn ? resolve(standIn, { ...options, index: 0 }) : files,
    notices: [
      ...(gone > 0 ? [say('discord.pictures-gone', { count: gone })] : []),
      ...(reduced.length > 0 ? [reducedNotice(reduced, options)] : []),
      ...(smaller.length > 0 ? [smallerNotice(smaller, options)] : []),
      ...(tooLarge.length > 0 ? [tooLargeNotice(tooLarge, { ...options, standIn: standIn !== null })] : []),
    ],
    isReduced: reduced.length + smaller.length + tooLarge.length > 0,
  };
}

function resolve(
  picture: PanelPicture,
  options: { readonly jobId: string; readonly stored: ReadonlyMap<string, ReadyPicture>; readonly index: number },
): PictureFile[] {
  const alt = cut(picture.alt, ALT_CHARS_MAX);
  if (picture.kind === 'preview') {
    const name = `preview${options.index === 0 ? '' : `-${options.index + 1}`}.${extensionOf(picture.mime)}`;
    return [{ name, data: picture.data, mime: picture.mime, alt, pngBytes: null, stored: null }];
  }
  const ready = options.stored.get(picture.file);
  if (!ready) return [];
  const { data, mime } = ready;
  const name = pictureName(options.jobId, { index: options.index, mime });
  const pngBytes = mime === 'image/png' ? null : ready.pngBytes;
  const size = ready.isSmaller && { isSmaller: ready.isSmaller };
  return [{ name, data, mime, alt, pngBytes, ...size, stored: picture.file }];
}

/** What a picture is called on Discord: `easel-<job>-1.png`. */
export function pictureName(jobId: string, { index, mime }: { readonly index: number; readonly mime: string }): string {
  const job = jobId.replaceAll(/[^A-Za-z0-9_-]/g, '').slice(0, 40);
  return `easel-${job}-${index + 1}.${extensionOf(mime)}`;
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

interface SizeLimit {
  readonly bytesMax: number;
  readonly sizeRefused: boolean;
}

function reducedNotice(files: readonly PictureFile[], { bytesMax, sizeRefused }: SizeLimit): Message {
  const largest = Math.max(...files.map(({ pngBytes }) => pngBytes!));
  return say('discord.pictures-reduced', {
    count: files.length,
    format: files[0]!.mime === 'image/webp' ? 'WebP' : 'JPEG',
    why: whyTooLarge(largest, { bytesMax, sizeRefused }),
  });
}

function smallerNotice(files: readonly PictureFile[], limit: SizeLimit): Message {
  const largest = Math.max(...files.map(({ pngBytes }) => pngBytes!));
  return say('discord.pictures-smaller', { count: files.length, why: whyTooLarge(largest, limit) });
}

function tooLargeNotice(
  files: readonly PictureFile[],
  { bytesMax, sizeRefused, standIn }: SizeLimit & { readonly standIn: boolean },
): Message {
  const largest = Math.max(...files.map((file) => file.data.length));
  return say('discord.pictures-too-large', {
    count: files.length,
    why: whyTooLarge(largest, { bytesMax, sizeRefused }),
    withPreview: standIn,
    kept: files.flatMap(({ stored }) => stored ?? []),
  });
}

function whyTooLarge(largest: number, { bytesMax, sizeRefused }: SizeLimit): Message {
  if (sizeRefused) return say('discord.size-refused', { size: fileSize(largest) });
  if (largest <= bytesMax) return say('discord.message-takes', { max: fileSize(REQUEST_BYTES_MAX) });
  return say('discord.channel-takes', { max: fileSize(bytesMax), largest: fileSize(largest) });
}

/** A size as people read it. */
export function fileSize(bytes: number): Message {
  const mebibytes = bytes / 1024 / 1024;
  if (mebibytes < 0.1) return say('discord.kibibytes', { size: bytes / 1024 });
  return say('discord.mebibytes', { size: mebibytes });
}
