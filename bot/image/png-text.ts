/** A text chunk longer than this is no settings. Bytes. */
const TEXT_BYTES_MAX = 200_000;

/** What a PNG says under a keyword, in text that is not compressed (PNG 1.2, 11.3.4: tEXt, iTXt); null = nothing. */
export function pngText(file: Uint8Array, keyword: string): string | null {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.length < 8 || bytes.readUInt32BE(0) !== 0x89504e47) return null;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const kind = bytes.toString('latin1', at + 4, at + 8);
    const data = bytes.subarray(at + 8, at + 8 + Math.min(length, TEXT_BYTES_MAX));
    const text = kind === 'tEXt' || kind === 'iTXt' ? textUnder(keyword, { data, kind }) : null;
    if (text !== null) return text;
    at += 12 + length;
  }
  return null;
}

function textUnder(
  keyword: string,
  { data, kind }: { readonly data: Buffer; readonly kind: 'tEXt' | 'iTXt' },
): string | null {
  const end = data.indexOf(0);
  if (end < 0 || data.toString('latin1', 0, end) !== keyword) return null;
  if (kind === 'tEXt') return data.toString('latin1', end + 1);
  const isCompressed = data[end + 1] !== 0;
  const translated = data.indexOf(0, data.indexOf(0, end + 3) + 1);
  return isCompressed || translated < 0 ? null : data.toString('utf8', translated + 1);
}
