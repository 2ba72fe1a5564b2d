import { areaMask } from '#bot/image/area-mask.ts';
import { DISCORD_FILES, fetchPicture } from '#bot/image/fetch-picture.ts';
import { fileMarks, marksIn } from '#bot/image/picture-marks.ts';
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
import { givenMarks, withGivenMarks } from '#bot/provenance/kept-marks.ts';
import { manifestIn } from '#bot/provenance/manifest-place.ts';
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
  /** `given`: what a file that is kept here says of the one it was made of. */
  const keep = async (file: Uint8Array, given?: ReturnType<typeof givenMarks>): Promise<TakenPicture> => {
    if (file.length > GIVEN_BYTES_MAX) throw failure('invalid', 'intake.bytes', { max: GIVEN_BYTES_MAX });
    const { data, mime, width, height, frames } = await plainPicture(file);
    const marks = given ?? { said: await fileMarks(file), store: manifestIn(file)?.store ?? null };
    const image = await blobs.put(withGivenMarks(data, marks), mime);
    return { image, width, height, ...(frames > 1 && { frames }) };
  };
  const fetchFile = async ({ url, bytes }: Extract<GivenPicture, { url: string }>) => {
    if (bytes > GIVEN_BYTES_MAX) throw failure('invalid', 'intake.bytes', { max: GIVEN_BYTES_MAX });
    return fetchPicture(url, { origins, signal });
  };
  return {
    keep: (file) => keep(file),
    isKept: (url) => URL.canParse(url) && origins.includes(new URL(url).origin),
    areaMask: async (area, size) => keep(await areaMask(area, size)),
    look: (sha256) => blobs.get({ sha256, bytes: 0, mime: '' }),
    settingsOf: async (given) => ('url' in given ? settingsText(await fetchFile(given)) : null),
    async marksOf(given) {
      if ('url' in given) return marksIn(await fetchFile(given)).catch(ofFile(given.name));
      const file = await blobs.get({ sha256: given.sha256, bytes: 0, mime: '' });
      if (!file) throw failure('not-found', 'intake.forgotten');
      return marksIn(file, givenMarks(file)?.said);
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
      return keep(file, givenMarks(file));
    },
  };
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
