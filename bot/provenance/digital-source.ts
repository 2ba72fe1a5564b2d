import { manifestIn } from '#bot/provenance/manifest-place.ts';

/** What IPTC's names begin with (newscodes, digitalsourcetype). */
export const SOURCES = 'http://cv.iptc.org/newscodes/digitalsourcetype/';

/** The same as a packet has it, by http or https. */
const IN_FILES = Buffer.from(SOURCES.replace('http:', ''), 'latin1');

/** Characters of a name behind that. */
const SOURCE_CHARS_MAX = 64;

/** What a file's XMP packet, which is plain text in every format, says that it is made of; null = nothing. */
export function digitalSourceIn(file: Uint8Array): string | null {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const { start = 0, length = 0 } = manifestIn(file)?.place ?? {};
  const isSaid = (at: number) => at >= 0 && (at < start || at >= start + length);
  // A manifest of C2PA says the same, of which this is not about.
  const at = [bytes.indexOf(IN_FILES), bytes.indexOf(IN_FILES, start + length)].find(isSaid);
  if (at === undefined) return null;
  const from = at + IN_FILES.length;
  return /^[A-Za-z]+/.exec(bytes.toString('latin1', from, from + SOURCE_CHARS_MAX))?.[0] ?? null;
}
