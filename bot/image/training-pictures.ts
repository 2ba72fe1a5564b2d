import type { BlobRef } from '#bot/domain/task.ts';
import { isZip, readZip } from '#bot/image/read-zip.ts';
import type { BlobStore } from '#bot/ports/blobs.ts';
import type { PicturesToTrain, PictureToTrain, RefusedPicture } from '#bot/ports/training-pictures.ts';
import { failure, say } from '#bot/text/say.ts';
import { GIVEN_PIXELS_MAX, TRAINING } from '#shared/contract/bounds.ts';
import { cut } from '#shared/text/cut.ts';
import type { Message } from '#shared/text/message.ts';

/** A file as it was given. */
export interface GivenFile {
  readonly name: string;
  readonly data: Uint8Array;
}

/** What the largest models are trained at, and more than others are; a request has room for forty photographs of these. */
const SIDE_MAX = 1024;
const SIDE_MIN = 64;
/** A small picture stays as it is, to the last pixel. */
const PNG_BYTES_MAX = 192 * 1024;
const JPEG_QUALITY = 95;

const PICTURE = /\.(png|jpe?g|webp|gif|avif|bmp|tiff?)$/i;
const TEXT = /\.(txt|caption)$/i;

/**
 * The pictures among these files and in archives of them, plain and small, in their order; what cannot be used is told
 * one by one. Words come from a .txt or .caption beside a picture, or from a folder called `N_words`, as kohya's scripts
 * have them: N is how often its pictures come.
 */
export async function picturesToTrain(
  files: readonly GivenFile[],
  blobs: Pick<BlobStore, 'put'>,
): Promise<PicturesToTrain> {
  const found = files.flatMap(unzipped);
  const texts = new Map(found.filter(({ name }) => TEXT.test(name)).map((file) => [stemOf(file.name), file]));
  const candidates = found.filter(({ name }) => PICTURE.test(name));
  const { to: max } = TRAINING.pictures;
  if (candidates.length > max) throw failure('invalid', 'train.too-many', { max, given: candidates.length });
  const pictures: PictureToTrain[] = [];
  const refused: RefusedPicture[] = [];
  for (const { name, read } of candidates) {
    const made = await plainly(read);
    const shown = shownName(name);
    const image = 'reason' in made ? null : await blobs.put(made.data, made.mime);
    const reason = 'reason' in made ? made.reason : isThere(pictures, image!) ? say('training.twice') : null;
    if (reason || 'reason' in made) refused.push({ name: shown, reason: reason ?? say('training.broken') });
    else {
      const { caption, repeats } = wordsFor(name, texts);
      pictures.push({ name: shown, image: image!, caption, repeats });
    }
  }
  const stems = new Set(candidates.map(({ name }) => stemOf(name)));
  const others = found.filter(({ name }) => !PICTURE.test(name) && !(TEXT.test(name) && stems.has(stemOf(name))));
  return { pictures, refused: [...refused, ...others.map(({ name }) => unusable(name))] };
}

/** Neither a picture nor the words of one. */
function unusable(name: string): RefusedPicture {
  const format = /[^./]*$/.exec(name)![0].toLowerCase();
  const reason = TEXT.test(name) ? say('training.no-picture') : say('training.format', { format: cut(format, 12) });
  return { name: shownName(name), reason };
}

function shownName(path: string): string {
  return cut(path.split('/').at(-1)!, 60);
}

interface FoundFile {
  readonly name: string;
  readonly read: () => Uint8Array;
}

function unzipped({ name, data }: GivenFile): readonly FoundFile[] {
  if (!isZip(data)) return [{ name: PICTURE.test(name) || TEXT.test(name) ? name : `${name}.png`, read: () => data }];
  return readZip(data)
    .filter(({ path }) => !path.includes('__MACOSX/') && !path.split('/').some((part) => part.startsWith('.')))
    .map(({ path, read }) => ({ name: path, read }));
}

interface Plain {
  readonly data: Uint8Array;
  readonly mime: string;
}

/** Without anything but its pixels, or why not. */
async function plainly(read: () => Uint8Array): Promise<Plain | { readonly reason: Message }> {
  const { default: sharp } = await import('sharp');
  try {
    const file = read();
    const open = () => sharp(file, { limitInputPixels: false, failOn: 'error' });
    const { width, height, pages = 1, format } = await open().metadata();
    if (pages > 1) return { reason: say('training.animated') };
    if (!['png', 'jpeg', 'webp', 'gif', 'heif'].includes(format)) return { reason: say('training.format', { format }) };
    if (width * height > GIVEN_PIXELS_MAX)
      return { reason: say('train.huge', { width, height, max: GIVEN_PIXELS_MAX }) };
    if (Math.min(width, height) < SIDE_MIN)
      return { reason: say('training.small', { width, height, limit: SIDE_MIN }) };
    const { aspectMax: limit } = TRAINING;
    if (Math.max(width, height) > limit * Math.min(width, height))
      return { reason: say('training.narrow', { width, height, limit }) };
    const image = open()
      .autoOrient()
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
      .resize({ width: SIDE_MAX, height: SIDE_MAX, fit: 'outside', withoutEnlargement: true });
    const png = await image.clone().png().toBuffer({ resolveWithObject: true });
    const isSmall = png.data.length <= PNG_BYTES_MAX;
    const made = isSmall ? png : await image.jpeg({ quality: JPEG_QUALITY }).toBuffer({ resolveWithObject: true });
    const mime = isSmall ? 'image/png' : 'image/jpeg';
    return { data: made.data, mime };
  } catch {
    return { reason: say('training.broken') };
  }
}

function isThere(pictures: readonly PictureToTrain[], { sha256 }: BlobRef): boolean {
  return pictures.some(({ image }) => image.sha256 === sha256);
}

function wordsFor(name: string, texts: ReadonlyMap<string, FoundFile>): Pick<PictureToTrain, 'caption' | 'repeats'> {
  const folder = name.split('/').at(-2) ?? '';
  const [, times = '1', words = ''] = /^(\d{1,3})_(.+)$/.exec(folder) ?? [];
  const repeats = Math.min(Math.max(Number(times), 1), TRAINING.repeatsMax);
  const text = texts.get(stemOf(name));
  return { caption: text ? firstLine(text.read()) : words.trim(), repeats };
}

function firstLine(data: Uint8Array): string {
  const [line = ''] = new TextDecoder().decode(data.subarray(0, 8 * TRAINING.captionMax)).split('\n');
  return line
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, TRAINING.captionMax);
}

function stemOf(name: string): string {
  return name.replace(/\.[^./]+$/, '').toLowerCase();
}
