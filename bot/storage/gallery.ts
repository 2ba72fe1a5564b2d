import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { GalleryQuery } from '#bot/ports/gallery.ts';
import type { Ledger } from '#bot/ports/ledger.ts';
import type { ReadJobs } from '#bot/storage/read-jobs.ts';
import { hasWord } from '#bot/storage/sought-words.ts';
import type { Tables } from '#bot/storage/tables.ts';

/** What there is to look at, over the columns `sought` and `sentence` of `jobs`. */
export function createGallery(database: Kysely<Tables>, readJobs: ReadJobs): Pick<Ledger, 'gallery' | 'kin'> {
  return {
    async gallery(query) {
      if (query.places.length === 0 || query.ids?.length === 0) return { total: 0, found: [] };
      const counted = query.grouped ? sql<number>`count(DISTINCT sentence)` : sql<number>`count(*)`;
      const [{ total }, rows] = await Promise.all([
        narrow(database.selectFrom('jobs'), query).select(counted.as('total')).executeTakeFirstOrThrow(),
        query.grouped ? groups(database, query) : singles(database, query),
      ]);
      const sequences = rows.map(({ sequence }) => sequence);
      const sizes = new Map(rows.map(({ sequence, size }) => [sequence, size]));
      const ids = await idsOf(database, sequences);
      const jobs = await readJobs(database, (all) => all.where('sequence', 'in', [-1, ...sequences]));
      const found = sequences.flatMap((sequence) => {
        const job = jobs.find(({ id }) => id === ids.get(sequence));
        return job ? [{ job, others: sizes.get(sequence)! - 1 }] : [];
      });
      return { total, found };
    },
    async kin(id, { places, limit }) {
      const own = await database.selectFrom('jobs').select(['sentence', 'parent_id']).where('id', '=', id).execute();
      const [{ sentence, parent_id: parentId } = { sentence: '', parent_id: null }] = own;
      const seen = { places, words: [], ids: null, grouped: false, from: 0, limit };
      const read = (column: 'id' | 'parent_id' | 'sentence', value: string) =>
        readJobs(database, (jobs) =>
          narrow(jobs, seen).where(column, '=', value).orderBy('sequence', 'desc').limit(limit),
        );
      const [parents, children, alike] = await Promise.all([
        parentId === null ? [] : read('id', parentId),
        read('parent_id', id),
        sentence === '' ? [] : read('sentence', sentence),
      ]);
      return { parent: parents[0] ?? null, children, alike };
    },
  };
}

function singles(database: Kysely<Tables>, query: GalleryQuery) {
  return narrow(database.selectFrom('jobs'), query)
    .select(['sequence', sql<number>`1`.as('size')])
    .orderBy('created_at', 'desc')
    .orderBy('sequence', 'desc')
    .limit(query.limit)
    .offset(query.from)
    .execute();
}

/** The newest of each sentence stands for the others. */
function groups(database: Kysely<Tables>, query: GalleryQuery) {
  return narrow(database.selectFrom('jobs'), query)
    .select([sql<number>`max(sequence)`.as('sequence'), sql<number>`count(*)`.as('size')])
    .groupBy('sentence')
    .orderBy(sql`max(sequence)`, 'desc')
    .limit(query.limit)
    .offset(query.from)
    .execute();
}

async function idsOf(database: Kysely<Tables>, sequences: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const rows = database
    .selectFrom('jobs')
    .select(['sequence', 'id'])
    .where('sequence', 'in', [-1, ...sequences]);
  return new Map((await rows.execute()).map(({ sequence, id }) => [sequence, id]));
}

/** In the JSON of an order that its owner alone sees; in words that somebody wrote a quotation mark has a backslash. */
const SEEN_BY_OWNER = '%"private":true%';

/** What was given up or is deleted has nothing to be looked at. */
function narrow<Output>(jobs: SelectQueryBuilder<Tables, 'jobs', Output>, { places, words, ids, since }: GalleryQuery) {
  let query = jobs.where('state', 'in', ['queued', 'rendering', 'done', 'failed']);
  query = query.where(({ eb, or, and }) =>
    or(
      places.map(({ platform, serverId, channelId, openChannels }) =>
        and([
          eb('platform', '=', platform),
          eb('server_id', '=', serverId),
          ...(channelId === undefined ? [] : [eb('channel_id', '=', channelId)]),
          ...(openChannels === undefined
            ? []
            : [eb('channel_id', 'in', ['', ...openChannels]), eb('settled', 'not like', SEEN_BY_OWNER)]),
        ]),
      ),
    ),
  );
  for (const word of words) query = query.where(hasWord(word));
  if (ids) query = query.where('id', 'in', ids);
  return since === undefined ? query : query.where('created_at', '>=', since);
}
