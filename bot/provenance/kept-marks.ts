import type { PictureMarks } from '#bot/ports/picture-marks.ts';
import { childOf, dataOf, type Jumbf, jumbfBytes, readJumbf } from '#bot/provenance/jumbf.ts';
import { manifestIn, placeIn } from '#bot/provenance/manifest-place.ts';

/** What a file says beside its pixels. */
export type FileMarks = Pick<PictureMarks, 'manifest' | 'digitalSource' | 'credit' | 'settings' | 'sha256'>;

/** Of a manifest with all that it came from; longer ones are told and not kept. */
const MANIFEST_BYTES_MAX = 512 * 1024;

/** Of settings, and of the box that holds what was said, in a file that is kept. */
const SETTINGS_CHARS_MAX = 40_000;

const LABEL = 'easel.given';

/**
 * The pixels that are kept of a given file, with what the file said of them: its manifest of C2PA as it was, and what
 * was found when it came. It stands where a manifest would. Pixels of a file that said nothing as they are.
 */
export function withGivenMarks(
  plain: Uint8Array,
  { said: marks, store }: { readonly said: FileMarks; readonly store: Uint8Array | null },
): Uint8Array {
  const place = placeIn(plain);
  const { manifest, digitalSource, credit } = marks;
  const isSilent = [manifest, digitalSource, credit, marks.settings].every((each) => each === null);
  if (!place || isSilent) return plain;
  const settings = marks.settings?.slice(0, SETTINGS_CHARS_MAX) ?? null;
  const said = Buffer.from(JSON.stringify({ ...marks, settings }), 'utf8');
  const isKept = store !== null && store.length <= MANIFEST_BYTES_MAX;
  const wrapped = place.wrap(
    jumbfBytes({
      ...{ kind: 'json', label: LABEL },
      content: [
        { kind: 'json', label: 'said', content: { type: 'json', data: said } },
        ...(isKept ? [{ kind: 'bfdb', label: 'manifest', content: { type: 'bidb', data: store } } as Jumbf] : []),
      ],
    }),
  );
  const { before, after } = place.around(wrapped);
  return Buffer.concat([before, wrapped, after]);
}

/** What a kept file says of the one that it was made of, and that one's store of manifests; null = nothing is kept there. */
export function givenMarks(kept: Uint8Array): { readonly said: FileMarks; readonly store: Uint8Array | null } | null {
  const found = manifestIn(kept);
  const box = found && readJumbf(found.store);
  const said = box?.label === LABEL ? dataOf(childOf(box, 'said')) : null;
  if (!said) return null;
  const marks = JSON.parse(Buffer.from(said).toString('utf8')) as OlderMarks;
  return { said: { ...marks, credit: marks.credit ?? null }, store: dataOf(childOf(box, 'manifest')) };
}

/** Files that were kept before nobody's credit was read have none. */
type OlderMarks = Omit<FileMarks, 'credit'> & Partial<FileMarks>;
