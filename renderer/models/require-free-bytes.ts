import { statfs } from 'node:fs/promises';
import { inMib } from '#renderer/models/file-size.ts';
import { failure } from '#shared/text/failure.ts';

/** Throws `exhausted` where the disk of a folder that exists has no room for so many bytes. */
export async function requireFreeBytes(folder: string, wanted: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (wanted <= bavail * bsize) return;
  throw failure('exhausted', 'wheel.space', { folder, wanted: inMib(wanted), free: inMib(bavail * bsize) });
}
