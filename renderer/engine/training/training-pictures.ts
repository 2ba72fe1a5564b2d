import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeColours } from '#renderer/engine/image/decode-picture.ts';
import { pictureFacts } from '#renderer/engine/image/picture-facts.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** A picture to train on. */
export interface CaptionedPicture {
  /** For messages only: it goes into no file. */
  readonly name: string;
  readonly data: Uint8Array;
  readonly caption: string;
  /** How often it comes in an epoch. */
  readonly repeats: number;
}

/** Pictures that can be used, and why others cannot. */
export interface TrainingFolder {
  readonly pictures: readonly CaptionedPicture[];
  readonly refused: readonly { readonly name: string; readonly reason: Message }[];
}

const PICTURES_MAX = 2000;
const BYTES_MAX = 64 * 2 ** 20;
const CAPTION_MAX = 2000;
/** Sides under which a picture shows nothing, and pixels beyond which decoding it is an attack. */
const SIDE_MIN = 32;
const PIXELS_MAX = 2 ** 26;

/**
 * The pictures of a folder and of folders in it that are called `N_words`, as kohya's scripts have them: N is how often
 * they come, the words are their caption. A .txt beside a picture goes before that, then `caption`. Throws where none is
 * usable.
 */
export async function readTrainingFolder(folder: string, caption: string | null): Promise<TrainingFolder> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: Error) => {
    throw failure('not-found', 'training.no-folder', { folder, problem: cause.message }, { cause });
  });
  const own = { folder, caption: caption ?? '', repeats: 1 };
  const inner = entries.flatMap((entry) => {
    const named = entry.isDirectory() ? /^(\d{1,3})_(.+)$/.exec(entry.name) : null;
    return named
      ? [{ folder: join(folder, entry.name), caption: caption ?? named[2]!, repeats: Number(named[1]) }]
      : [];
  });
  const found: FoundPicture[] = [];
  for (const place of [own, ...inner]) found.push(...(await picturesIn(place)));
  if (found.length > PICTURES_MAX) {
    throw failure('invalid', 'training.too-many', { limit: PICTURES_MAX, given: found.length });
  }
  const result = await sorted(found);
  if (result.pictures.length === 0) throw failure('invalid', 'training.no-pictures', { folder });
  return result;
}

interface Place {
  readonly folder: string;
  readonly caption: string;
  readonly repeats: number;
}

interface FoundPicture extends Place {
  readonly name: string;
}

async function picturesIn(place: Place): Promise<readonly FoundPicture[]> {
  const names = (await readdir(place.folder)).filter((name) => /\.(png|jpe?g|webp|gif|bmp|tiff?)$/i.test(name));
  return names.sort().map((name) => ({ ...place, name }));
}

async function sorted(found: readonly FoundPicture[]): Promise<TrainingFolder> {
  const pictures: CaptionedPicture[] = [];
  const refused: { name: string; reason: Message }[] = [];
  const seen = new Set<string>();
  for (const { folder, name, caption, repeats } of found) {
    const data = await readFile(join(folder, name));
    const hash = createHash('sha256').update(data).digest('hex');
    const reason = seen.has(hash) ? message('training.twice') : await wrongWith(data);
    seen.add(hash);
    if (reason) refused.push({ name, reason });
    else pictures.push({ name, data, repeats, caption: (await captionBeside(folder, name)) ?? caption });
  }
  return { pictures, refused };
}

/** Why a picture is not trained on; null where nothing is wrong. */
async function wrongWith(data: Uint8Array): Promise<Message | null> {
  if (data.length > BYTES_MAX) return message('training.large');
  const facts = await pictureFacts(data);
  if (!facts) return message('training.broken');
  const { width, height, pages, format } = facts;
  if (!['png', 'jpeg', 'webp'].includes(format)) return message('training.format', { format });
  if (pages > 1) return message('training.animated');
  if (Math.min(width, height) < SIDE_MIN) return message('training.small', { width, height, limit: SIDE_MIN });
  if (width * height > PIXELS_MAX) return message('training.large');
  const decoded = await decodeColours('picture', data).catch(() => null);
  return decoded ? null : message('training.broken');
}

async function captionBeside(folder: string, name: string): Promise<string | null> {
  const stem = name.replace(/\.[^.]+$/, '');
  for (const end of ['.txt', '.caption']) {
    const text = await readFile(join(folder, stem + end), 'utf8').catch(() => null);
    if (text !== null) return text.split('\n')[0]!.trim().slice(0, CAPTION_MAX);
  }
  return null;
}
