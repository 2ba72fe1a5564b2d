import { zipOf } from '#bot/studio/server/zip.ts';

/** A zip archive of these files, by their names. */
export async function zipped(files: Readonly<Record<string, Buffer>>): Promise<Buffer> {
  const entries = async function* () {
    for (const [name, data] of Object.entries(files)) yield { name, data };
  };
  const parts: Uint8Array[] = [];
  for await (const part of zipOf(entries())) parts.push(part);
  return Buffer.concat(parts);
}
