import { readFileSync } from 'node:fs';
import { requireEightBit, requireMask, requirePicture } from '#renderer/admission/picture-file.ts';
import { Failure } from '#shared/failure.ts';
import { failure, message } from '#shared/text/failure.ts';

const CALLED = { image: 'picture.picture', mask: 'picture.mask', 'control-image': 'picture.control' } as const;

/** The bytes of a picture that a renderer takes. Throws `invalid` with the file and what is wrong with it. */
export function readGivenPicture(file: string, name: keyof typeof CALLED): Uint8Array {
  const bytes = readOrRefuse(file, name);
  naming(file, () => requirePicture(name, bytes));
  return bytes;
}

/** The bytes of a mask for that picture. Throws likewise, also where it has another shape. */
export function readGivenMask(file: string, picture: Uint8Array): Uint8Array {
  const bytes = readGivenPicture(file, 'mask');
  naming(file, () => requireMask(bytes, requirePicture('image', picture)));
  return bytes;
}

/** Refuses a mask's file, likewise, where it has another shape than the picture that is drawn. */
export function requireMaskFile(file: string, drawn: Parameters<typeof requireMask>[1]): void {
  naming(file, () => requireMask(readOrRefuse(file, 'mask'), drawn));
}

/** What the header of a picture says that goes through a network alone. Throws likewise. */
export function requireEightBitFile(file: string, bytes: Uint8Array): ReturnType<typeof requireEightBit> {
  return naming(file, () => requireEightBit(bytes));
}

function readOrRefuse(file: string, name: keyof typeof CALLED): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw failure('invalid', 'render.no-file', { what: message(CALLED[name]), file }, { cause });
  }
}

/** Looks at a picture's bytes. Several may be given: which one it is stands before what is wrong. */
export function naming<T>(file: string, look: () => T): T {
  try {
    return look();
  } catch (thrown) {
    const { code, said } = Failure.from(thrown);
    if (code === 'internal') throw thrown;
    throw failure(code, 'render.picture', { file, why: said }, { cause: thrown });
  }
}
