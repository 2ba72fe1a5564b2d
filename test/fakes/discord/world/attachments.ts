import type { Json, JsonObject } from '#test/fakes/discord/json.ts';
import { objectOf, objectsOf, stringOf } from '#test/fakes/discord/json.ts';
import type { Attachment } from '#test/fakes/discord/world/message-state.ts';
import type { World } from '#test/fakes/discord/world/world.ts';

/** A file of a multipart request; `n` is the number in `files[n]`. */
export interface UploadedFile {
  readonly n: string;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

const CONTENT_TYPES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
  txt: 'text/plain; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** The ending of a file's name, in lower case, without the dot. */
export function extensionOf(filename: string): string {
  return filename.includes('.') ? filename.split('.').at(-1)!.toLowerCase() : '';
}

/** Puts a file on the CDN under `/attachments/{channel}/{id}/{name}` and gives its record. */
export function storeFile(
  world: World,
  file: { readonly name: string; readonly bytes: Uint8Array },
  about: { readonly channelId: string; readonly description?: string | null; readonly ephemeral?: boolean },
): Attachment {
  const id = world.nextId();
  // Discord keeps letters, digits, dot, dash and underscore of a name.
  const filename = file.name.replaceAll(' ', '_').replaceAll(/[^\w.-]/g, '');
  const path = `/attachments/${about.channelId}/${id}/${filename}`;
  const size = pictureSize(file.bytes);
  const attachment: Attachment = {
    id,
    filename,
    contentType: CONTENT_TYPES[extensionOf(filename)] ?? 'application/octet-stream',
    bytes: file.bytes,
    description: about.description ?? null,
    url: signed(`${world.origin}${path}`, world.clock.now()),
    width: size?.width ?? null,
    height: size?.height ?? null,
    ephemeral: about.ephemeral ?? false,
  };
  world.files.set(path, attachment);
  return attachment;
}

/** Links to files hold for a day; whoever asks Discord again gets a fresh one. */
const LINK_LIFE_MS = 24 * 3_600_000;

function signed(url: string, now: number): string {
  const hex = (ms: number) => Math.floor(ms / 1000).toString(16);
  return `${url.split('?')[0]}?ex=${hex(now + LINK_LIFE_MS)}&is=${hex(now)}&hm=0`;
}

/** True for a link whose time is over. */
export function hasExpired(query: URLSearchParams, now: number): boolean {
  const until = query.get('ex');
  return until === null || Number.parseInt(until, 16) * 1000 < now;
}

/**
 * The attachments of a message after a request. When the body lists `attachments`, only the listed old ones stay and
 * the uploaded files follow; without a list all old ones stay.
 */
export function attachmentsAfter(
  world: World,
  request: {
    readonly body: JsonObject;
    readonly files: readonly UploadedFile[];
    readonly before: readonly Attachment[];
    readonly channelId: string;
    readonly ephemeral: boolean;
  },
): Attachment[] {
  const listed = Array.isArray(request.body.attachments) ? objectsOf(request.body.attachments) : null;
  const kept = listed
    ? request.before.filter((old) => listed.some((entry) => String(entry.id) === old.id))
    : request.before;
  const added = request.files.map((file) => {
    const entry = listed?.find((one) => String(one.id) === file.n);
    return storeFile(
      world,
      { name: stringOf(entry?.filename) || file.name, bytes: file.bytes },
      {
        channelId: request.channelId,
        description: typeof entry?.description === 'string' ? entry.description : null,
        ephemeral: request.ephemeral,
      },
    );
  });
  return [...kept, ...added];
}

/** The file a media url stands for: `attachment://name` of this message, or a CDN url of a kept one. */
export function attachmentAt(url: string, attachments: readonly Attachment[]): Attachment | undefined {
  if (url.startsWith('attachment://')) {
    const name = url.slice('attachment://'.length);
    return attachments.findLast((one) => one.filename === name);
  }
  return attachments.find((one) => one.url.split('?')[0] === url.split('?')[0]);
}

/** An attachment as it stands in a message's answer. */
export function attachmentPayload(world: World, attachment: Attachment): JsonObject {
  const { id, filename, contentType, bytes, description, width, height, ephemeral } = attachment;
  const url = signed(attachment.url, world.clock.now());
  return {
    id,
    filename,
    size: bytes.length,
    url,
    proxy_url: url,
    content_type: contentType,
    ...(width && height ? { width, height } : {}),
    ...(description === null ? {} : { description }),
    ...(ephemeral ? { ephemeral } : {}),
  };
}

/** A media item (`{url}`) as Discord answers it: resolved to the file and its size. */
export function mediaPayload(world: World, media: Json | undefined, attachments: readonly Attachment[]): JsonObject {
  const url = stringOf(objectOf(media).url);
  const file = attachmentAt(url, attachments);
  if (!file) return { id: world.nextId(), url, proxy_url: url, width: null, height: null, content_type: null };
  const fresh = signed(file.url, world.clock.now());
  return {
    id: file.id,
    url: fresh,
    proxy_url: fresh,
    width: file.width,
    height: file.height,
    content_type: file.contentType,
    attachment_id: file.id,
  };
}

/** Width and height from the header of a PNG, GIF, JPEG or WEBP file; null for anything else. */
function pictureSize(bytes: Uint8Array): { readonly width: number; readonly height: number } | null {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = (width: number, height: number) => ({ width, height });
  if (data.length < 30) return null;
  if (data.readUInt32BE(0) === 0x89504e47) return size(data.readUInt32BE(16), data.readUInt32BE(20));
  if (data.toString('latin1', 0, 3) === 'GIF') return size(data.readUInt16LE(6), data.readUInt16LE(8));
  if (data.toString('latin1', 8, 12) === 'WEBP') return webpSize(data);
  return data.readUInt16BE(0) === 0xffd8 ? jpegSize(data) : null;
}

function webpSize(data: Buffer): { readonly width: number; readonly height: number } {
  const kind = data.toString('latin1', 12, 16);
  if (kind === 'VP8X') return { width: data.readUIntLE(24, 3) + 1, height: data.readUIntLE(27, 3) + 1 };
  if (kind === 'VP8L') {
    const bits = data.readUInt32LE(21);
    return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
  }
  return { width: data.readUInt16LE(26) & 0x3fff, height: data.readUInt16LE(28) & 0x3fff };
}

function jpegSize(data: Buffer): { readonly width: number; readonly height: number } | null {
  for (let at = 2; at + 9 < data.length; at += 2 + data.readUInt16BE(at + 2)) {
    const marker = data[at + 1]!;
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame) return { width: data.readUInt16BE(at + 7), height: data.readUInt16BE(at + 5) };
  }
  return null;
}
