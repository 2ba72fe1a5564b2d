/** A text chunk longer than this is no settings. */
const TEXT_BYTES_MAX = 200_000;

/** What a PNG says under this keyword in its text chunks (tEXt, or iTXt that is not compressed); null = nothing. */
export function pngText(bytes: Uint8Array, keyword: string): string | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8 || view.getUint32(0) !== 0x89504e47) return null;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const kind = latin1(bytes.subarray(at + 4, at + 8));
    const data = bytes.subarray(at + 8, at + 8 + Math.min(length, TEXT_BYTES_MAX));
    const text = kind === 'tEXt' || kind === 'iTXt' ? readText(data, { kind, keyword }) : null;
    if (text !== null) return text;
    at += 12 + length;
  }
  return null;
}

function readText(data: Uint8Array, { kind, keyword }: { kind: 'tEXt' | 'iTXt'; keyword: string }): string | null {
  const end = data.indexOf(0);
  if (end < 0 || latin1(data.subarray(0, end)) !== keyword) return null;
  if (kind === 'tEXt') return latin1(data.subarray(end + 1));
  if (data[end + 1] !== 0) return null; // compressed
  const language = data.indexOf(0, end + 3);
  const translated = data.indexOf(0, language + 1);
  return language < 0 || translated < 0 ? null : new TextDecoder().decode(data.subarray(translated + 1));
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}
