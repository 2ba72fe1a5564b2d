import type { Kysely } from 'kysely';
import type { BlobStore } from '#bot/ports/blobs.ts';
import { readOrder, writeOrder } from '#bot/storage/stored-order.ts';
import type { Tables } from '#bot/storage/tables.ts';

/**
 * Moves files that older rows have inside their JSON into the blob store and writes those rows anew, each in one
 * transaction after its files are there: a process that is killed in between does the rest at its next start. Rows that
 * cannot be read are left to whoever reads them.
 */
export async function adoptInlineFiles(database: Kysely<Tables>, blobs: BlobStore): Promise<void> {
  const rows = await database
    .selectFrom('jobs')
    .select(['id', 'settled'])
    .where('settled', 'not like', '{"v":%')
    .where('settled', 'like', '%"type":"Buffer"%')
    .where('state', '!=', 'deleted')
    .where('unreadable', 'is', null)
    .execute();
  for (const { id, settled: stored } of rows) {
    const read = attempt(() => readOrder(stored));
    if (!read) continue;
    for (const { ref, data } of read.inline) await blobs.put(data, ref.mime);
    await database.transaction().execute(async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('jobs')
        .set({ settled: writeOrder(read.settled) })
        .where('id', '=', id)
        .where('settled', '=', stored)
        .executeTakeFirst();
      // Another bot that started at the same time has done it.
      if (numUpdatedRows === 0n) return;
      for (const sha256 of new Set(read.inline.map(({ ref }) => ref.sha256)))
        await transaction.insertInto('blob_uses').values({ sha256, job_id: id }).execute();
    });
  }
}

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
