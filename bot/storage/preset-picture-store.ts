import type { Kysely } from 'kysely';
import type { BlobStore } from '#bot/ports/blobs.ts';
import type { PresetPictures } from '#bot/ports/preset-pictures.ts';
import type { Tables } from '#bot/storage/tables.ts';
import type { Clock } from '#shared/clock.ts';

/** Pictures kept of all styles of all servers: some 15 kB each. */
const KEPT_MAX = 4000;

const MIME = 'image/webp';

/** The pictures over the table `preset_pictures`; the blob store keeps what a row refers to. */
export function createPresetPictures({
  database,
  blobs,
  clock,
  keptMax = KEPT_MAX,
}: {
  readonly database: Kysely<Tables>;
  readonly blobs: BlobStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly keptMax?: number;
}): PresetPictures {
  const of = (serverId: string) => database.selectFrom('preset_pictures').where('server_id', '=', serverId);
  return {
    async list(serverId) {
      const rows = await of(serverId).select(['name', 'look', 'sha256']).orderBy('name').execute();
      return rows.map(({ name, look, sha256 }) => ({ name, look, isThere: sha256 !== null }));
    },
    async get(serverId, name) {
      const row = await of(serverId).select(['sha256', 'bytes']).where('name', '=', name).executeTakeFirst();
      return row?.sha256 ? blobs.get({ sha256: row.sha256, bytes: Number(row.bytes), mime: MIME }) : null;
    },
    async put(serverId, { name, look, data }) {
      const blob = data && (await blobs.put(data, MIME));
      const columns = { look, sha256: blob?.sha256 ?? null, bytes: blob?.bytes ?? 0, drawn_at: clock.now() };
      await database
        .insertInto('preset_pictures')
        .values({ server_id: serverId, name, ...columns })
        .onConflict((conflict) => conflict.columns(['server_id', 'name']).doUpdateSet(columns))
        .execute();
      const oldest = await database
        .selectFrom('preset_pictures')
        .select('drawn_at')
        .orderBy('drawn_at', 'desc')
        .offset(keptMax)
        .limit(1)
        .executeTakeFirst();
      if (oldest) await database.deleteFrom('preset_pictures').where('drawn_at', '<=', oldest.drawn_at).execute();
    },
    async keepOnly(serverId, names) {
      const others = database.deleteFrom('preset_pictures').where('server_id', '=', serverId);
      await (names.length === 0 ? others : others.where('name', 'not in', names)).execute();
    },
  };
}
