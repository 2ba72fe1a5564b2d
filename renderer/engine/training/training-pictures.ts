import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { decodeColours } from '#renderer/engine/image/decode-picture.ts';
import { type PictureFacts, pictureFacts } from '#renderer/engine/image/picture-facts.ts';
import { GIVEN_PIXELS_MAX, TRAINING } from '#shared/contract/bounds.ts';
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
  readonly refused: readonly RefusedPicture[];
}

const PICTURES_MAX = 2000;
const BYTES_MAX = 64 * 2 ** 20;
const CAPTION_MAX = 2000;
/** Sides under which a picture shows nothing. */
const SIDE_MIN = 32;

/** What pictures are called, also those in formats that are refused by name. */
const PICTURE = /\.(png|jpe?g|webp|gif|bmp|tiff?|avif|heic)$/i;
const TEXT = /\.(txt|caption)$/i;

/**
 * The pictures of a folder and of folders in it that are called `N_words`, as kohya's scripts have them: N is how often
 * they come, the words are their caption. A .txt beside a picture goes before that, then `caption`. What else is there
 * is told. Throws `not-found` for what is no folder, `invalid` for too many pictures.
 */
export async function readTrainingFolder(folder: string, caption: string | null): Promise<TrainingFolder> {
  const places: Place[] = [{ folder, caption: caption ?? '', repeats: 1 }];
  const others: RefusedPicture[] = [];
  for (const name of (await entriesIn(folder)).folders) {
    const [, times = '0', words = ''] = /^(\d{1,3})_(.+)$/.exec(name) ?? [];
    if (Number(times) === 0) others.push({ name, reason: message('training.folder') });
    else places.push({ folder: join(folder, name), caption: caption ?? words, repeats: Number(times) });
  }
  const found: FoundPicture[] = [];
  for (const place of places) {
    const { pictures, rest } = await picturesIn(place);
    found.push(...pictures);
    others.push(...rest);
  }
  if (found.length > PICTURES_MAX) {
    throw failure('invalid', 'training.too-many', { limit: PICTURES_MAX, given: found.length });
  }
  const { pictures, refused } = await sorted(found);
  return { pictures, refused: [...refused, ...others] };
}

/** What is not trained on, and why. */
interface RefusedPicture {
  readonly name: string;
  readonly reason: Message;
}

interface Place {
  readonly folder: string;
  readonly caption: string;
  readonly repeats: number;
}

interface FoundPicture extends Place {
  readonly name: string;
}

/** Names in a folder, without hidden ones. */
async function entriesIn(folder: string): Promise<{ folders: readonly string[]; files: readonly string[] }> {
  const all = await readdir(folder, { withFileTypes: true }).catch((cause: Error) => {
    throw failure('not-found', 'training.no-folder', { folder, problem: cause.message }, { cause });
  });
  const named = (isWanted: (entry: Dirent) => boolean) =>
    all
      .filter((entry) => isWanted(entry) && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .sort();
  return { folders: named((entry) => entry.isDirectory()), files: named((entry) => !entry.isDirectory()) };
}

/** The pictures of a folder, and its files that are neither pictures nor the words of one. */
async function picturesIn(place: Place) {
  const { files } = await entriesIn(place.folder);
  const names = files.filter((name) => PICTURE.test(name));
  const stems = new Set(names.map(stemOf));
  const others = files.filter((name) => !PICTURE.test(name) && !(TEXT.test(name) && stems.has(stemOf(name))));
  const rest = others.map((name): RefusedPicture => {
    const reason = TEXT.test(name)
      ? message('training.no-picture')
      : message('training.format', { format: extname(name).slice(1) });
    return { name, reason };
  });
  return { pictures: names.map((name) => ({ ...place, name })), rest };
}

function stemOf(name: string): string {
  return name.replace(/\.[^.]+$/, '');
}

async function sorted(found: readonly FoundPicture[]): Promise<TrainingFolder> {
  const pictures: CaptionedPicture[] = [];
  const refused: RefusedPicture[] = [];
  const seen = new Set<string>();
  for (const { folder, name, caption, repeats } of found) {
    // What is too large is not even read.
    if ((await stat(join(folder, name))).size > BYTES_MAX) {
      refused.push({ name, reason: message('training.large') });
      continue;
    }
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
  const facts = await pictureFacts(data);
  if (!facts) return message('training.broken');
  const { width, height, pages, format } = facts;
  if (!['png', 'jpeg', 'webp'].includes(format)) return message('training.format', { format });
  if (pages > 1) return message('training.animated');
  if (Math.min(width, height) < SIDE_MIN) return message('training.small', { width, height, limit: SIDE_MIN });
  if (isNarrow(facts)) return message('training.narrow', { width, height, limit: TRAINING.aspectMax });
  if (width * height > GIVEN_PIXELS_MAX) return message('training.large');
  const decoded = await decodeColours('picture', data).catch(() => null);
  return decoded ? null : message('training.broken');
}

/** What is as large as it should be on one side would be enormous on the other. */
function isNarrow({ width, height }: PictureFacts): boolean {
  return Math.max(width, height) > TRAINING.aspectMax * Math.min(width, height);
}

async function captionBeside(folder: string, name: string): Promise<string | null> {
  for (const end of ['.txt', '.caption']) {
    const text = await readFile(join(folder, stemOf(name) + end), 'utf8').catch(() => null);
    if (text !== null) return text.split('\n')[0]!.trim().slice(0, CAPTION_MAX);
  }
  return null;
}
