import { areaMask } from '#bot/image/area-mask.ts';
import { DISCORD_FILES, fetchPicture } from '#bot/image/fetch-picture.ts';
import { type FileMarks, fileMarks, marksIn } from '#bot/image/picture-marks.ts';
import { plainPicture } from '#bot/image/plain-picture.ts';
import { settingsText } from '#bot/image/settings-text.ts';
import { type GivenFile, picturesToTrain } from '#bot/image/training-pictures.ts';
import type { BlobStore } from '#bot/ports/blobs.ts';
import {
  GIVEN_BYTES_MAX,
  type GivenPicture,
  type PictureIntake,
  type TakenPicture,
} from '#bot/ports/picture-intake.ts';
import { failure } from '#bot/text/say.ts';
import { Failure } from '#shared/failure.ts';
import { cut } from '#shared/text/cut.ts';

/** Pictures come in from these origins, Discord's own where nobody says otherwise, and are kept among the blobs. */
export function createPictureIntake({
  blobs,
  origins = DISCORD_FILES,
  signal,
}: {
  readonly blobs: BlobStore;
  readonly origins?: readonly string[];
  /** Ends what is being fetched. */
  readonly signal: AbortSignal;
}): PictureIntake {
  const keep = async (file: Uint8Array): Promise<TakenPicture> => {
    if (file.length > GIVEN_BYTES_MAX) throw failure('invalid', 'intake.bytes', { max: GIVEN_BYTES_MAX });
    const { data, mime, width, height, frames } = await plainPicture(file);
    const image = await blobs.put(data, mime);
    remember(said, image.sha256, fileMarks(file));
    return { image, width, height, ...(frames > 1 && { frames }) };
  };
  const said = new Map<string, FileMarks>();
  const fetchFile = async ({ url, bytes }: Extract<GivenPicture, { url: string }>) => {
    if (bytes > GIVEN_BYTES_MAX) throw failure('invalid', 'intake.bytes', { max: GIVEN_BYTES_MAX });
    return fetchPicture(url, { origins, signal });
  };
  return {
    keep,
    isKept: (url) => URL.canParse(url) && origins.includes(new URL(url).origin),
    areaMask: async (area, size) => keep(await areaMask(area, size)),
    look: (sha256) => blobs.get({ sha256, bytes: 0, mime: '' }),
    settingsOf: async (given) => ('url' in given ? settingsText(await fetchFile(given)) : null),
    async marksOf(given) {
      if ('url' in given) return marksIn(await fetchFile(given)).catch(ofFile(given.name));
      const file = await blobs.get({ sha256: given.sha256, bytes: 0, mime: '' });
      if (!file) throw failure('not-found', 'intake.forgotten');
      return marksIn(file, said.get(given.sha256));
    },
    async text(given) {
      if (!('url' in given)) throw failure('invalid', 'list-rule.no-text');
      if (given.bytes > TEXT_BYTES_MAX)
        throw failure('invalid', 'list-rule.file-bytes', { max: TEXT_BYTES_MAX, given: given.bytes });
      return utf8(await fetchFile(given));
    },
    async forTraining(given) {
      const files: GivenFile[] = [];
      for (const one of given) {
        if (!('url' in one)) throw failure('not-found', 'intake.forgotten');
        files.push({ name: one.name, data: await fetchFile(one) });
      }
      return picturesToTrain(files, blobs);
    },
    filesForTraining: (files) => picturesToTrain(files, blobs),
    async take(given) {
      if ('url' in given) {
        const file = await fetchFile(given).catch(ofFile(given.name));
        return keep(file).catch(ofFile(given.name));
      }
      const { sha256 } = given;
      const file = await blobs.get({ sha256, bytes: 0, mime: '' });
      if (!file) throw failure('not-found', 'intake.forgotten');
      return keep(file);
    },
  };
}

/** What is kept of a file is its pixels: who asks right after giving it hears what the file said, of so many files. */
const FILES_REMEMBERED = 200;

function remember(said: Map<string, FileMarks>, sha256: string, marks: FileMarks) {
  said.delete(sha256);
  said.set(sha256, marks);
  if (said.size > FILES_REMEMBERED) said.delete(said.keys().next().value!);
}

/** Says which of several files it is about. */
function ofFile(name: string) {
  return (thrown: unknown): never => {
    const why = Failure.from(thrown);
    if (why.code === 'internal' || why.code === 'cancelled') throw thrown;
    throw failure(why.code, 'intake.file', { name: cut(name, NAME_SHOWN_MAX), why: why.said }, { cause: why });
  };
}

/** Characters of a file's name that a sentence repeats. */
const NAME_SHOWN_MAX = 60;

/** Of a text file. */
const TEXT_BYTES_MAX = 2 * 2 ** 20;

function utf8(file: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file.subarray(0, TEXT_BYTES_MAX));
  } catch (cause) {
    throw failure('invalid', 'list-rule.no-text', { cause });
  }
}
