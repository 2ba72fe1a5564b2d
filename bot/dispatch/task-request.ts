import { type BlobRef, isBlobRef, type Task } from '#bot/domain/task.ts';
import type { BlobStore } from '#bot/ports/blobs.ts';
import { failure } from '#bot/text/say.ts';
import type { RenderRequest } from '#shared/contract/tasks.ts';

/**
 * The request that asks a renderer for a task, with the bytes of every file it refers to. Throws `invalid` when one of
 * them is gone: no renderer can do it then.
 */
export async function toRequest(
  name: { readonly jobId: string; readonly attempt: number; readonly epoch: number },
  { kind, ...message }: Task,
  blobs: BlobStore,
): Promise<RenderRequest> {
  return { ...name, task: kind, [kind]: await withBytes(message, blobs) } as unknown as RenderRequest;
}

/** What a task refers to, each file once; those that are gone are left out. */
export async function filesOf(task: Task, blobs: Pick<BlobStore, 'get'>): Promise<readonly Uint8Array[]> {
  const refs = new Map(refsIn(task).map((ref) => [ref.sha256, ref]));
  const files = await Promise.all([...refs.values()].map((ref) => blobs.get(ref)));
  return files.flatMap((data) => data ?? []);
}

function refsIn(part: unknown): readonly BlobRef[] {
  if (typeof part !== 'object' || part === null) return [];
  return isBlobRef(part) ? [part] : Object.values(part).flatMap(refsIn);
}

async function withBytes(part: unknown, blobs: BlobStore): Promise<unknown> {
  if (typeof part !== 'object' || part === null) return part;
  if (isBlobRef(part)) {
    const data = await blobs.get(part);
    if (!data) throw failure('invalid', 'blob.gone');
    return data;
  }
  if (Array.isArray(part)) return Promise.all(part.map((item) => withBytes(item, blobs)));
  const members = Object.entries(part).map(async ([name, value]) => [name, await withBytes(value, blobs)] as const);
  return Object.fromEntries(await Promise.all(members));
}
