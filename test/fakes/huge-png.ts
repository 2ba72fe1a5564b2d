import { crc32 } from 'node:zlib';

/** A PNG whose header says that it has so many pixels a side; those that follow are fewer. */
export function claimingSide(png: Uint8Array, side: number): Buffer {
  const bytes = Buffer.from(png);
  // Width and height stand behind the header's name, its checksum behind the header.
  bytes.writeUInt32BE(side, 16);
  bytes.writeUInt32BE(side, 20);
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
  return bytes;
}
