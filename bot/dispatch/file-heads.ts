import type { PictureSides } from '#bot/dispatch/task-traits.ts';

/** PNG signature and IHDR in front, IEND at the end (W3C PNG, third edition, 5.2 and 11.2). */
const PNG_START = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const PNG_END = Buffer.from('0000000049454e44ae426082', 'hex');

/** The size that a PNG says it has; null = it is no whole PNG. */
export function readPngSize(data: Buffer): PictureSides | null {
  const isWhole = data.length > 45 && data.subarray(0, 16).equals(PNG_START) && data.subarray(-12).equals(PNG_END);
  return isWhole ? { width: data.readUInt32BE(16), height: data.readUInt32BE(20) } : null;
}

/**
 * The canvas of an animated WebP; null = it is none, or not whole. RIFF with its length, then a VP8X chunk whose flags
 * have the animation bit, and 24-bit sides less one (WebP container specification, "Extended File Format").
 */
export function readWebpCanvas(data: Buffer): PictureSides | null {
  if (data.length < 30 || data.toString('latin1', 0, 4) !== 'RIFF' || data.readUInt32LE(4) + 8 !== data.length)
    return null;
  if (data.toString('latin1', 8, 16) !== 'WEBPVP8X' || (data.readUInt8(20) & 0x02) === 0) return null;
  return { width: data.readUIntLE(24, 3) + 1, height: data.readUIntLE(27, 3) + 1 };
}

/** Whether a file begins like safetensors: the length of a JSON header that fits into it, then that header. */
export function isSafetensors(data: Buffer): boolean {
  return data.length > 9 && data.readBigUInt64LE(0) <= BigInt(data.length - 8) && data.toString('latin1', 8, 9) === '{';
}
