/**
 * A printable letter for each byte, in the order of bytes: printable bytes of Latin-1 stand for themselves, the others
 * for letters from U+0100 on (openai/CLIP and GPT-2, bytes_to_unicode).
 */
export const BYTE_LETTERS: readonly string[] = letters();

/** The same in the order in which vocabularies list them: first the printable ones. */
export const LISTED_LETTERS: readonly string[] = BYTE_LETTERS.toSorted((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);

function letters(): string[] {
  let moved = 0;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(isPrintable(byte) ? byte : 256 + moved++));
}

/** Neither a control character, nor a space, nor the soft hyphen. */
function isPrintable(byte: number): boolean {
  return (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
}
