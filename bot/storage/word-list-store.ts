import type { Kysely, Transaction } from 'kysely';
import type { WordList, WordListBound, WordListStore } from '#bot/ports/word-lists.ts';
import type { Tables } from '#bot/storage/tables.ts';
import { failure } from '#bot/text/say.ts';

/** Servers whose lists stay in memory, those that asked last: a prompt is settled and completed without the disk. */
const KEPT_MAX = 32;

/** The lists over the table `word_lists`, which nobody else writes. */
export function createWordListStore(database: Kysely<Tables>): WordListStore {
  const kept = new Map<string, Promise<readonly WordList[]>>();
  const changed = (serverId: string) => kept.delete(serverId);
  return {
    list(serverId) {
      const lists = kept.get(serverId) ?? read(database, serverId);
      kept.delete(serverId);
      kept.set(serverId, lists);
      lists.catch(() => changed(serverId));
      for (const oldest of [...kept.keys()].slice(0, -KEPT_MAX)) kept.delete(oldest);
      return lists;
    },
    async put(list, bound) {
      const replaced = await database.transaction().execute((step) => put(step, list, bound));
      changed(list.serverId);
      return replaced;
    },
    async remove(serverId, name) {
      const gone = database.deleteFrom('word_lists').where('server_id', '=', serverId).where('name', '=', name);
      const { numDeletedRows } = await gone.executeTakeFirstOrThrow();
      changed(serverId);
      return numDeletedRows > 0n;
    },
  };
}

async function read(database: Kysely<Tables>, serverId: string): Promise<readonly WordList[]> {
  const rows = database.selectFrom('word_lists').selectAll().where('server_id', '=', serverId).orderBy('name');
  return (await rows.execute()).map(({ name, words, author_id, updated_at }) => ({
    serverId,
    name,
    text: words,
    authorId: author_id,
    updatedAt: updated_at,
  }));
}

/** Thrown out of the transaction, which writes nothing then, where there is no room. */
async function put(
  step: Transaction<Tables>,
  { serverId, name, text, authorId, updatedAt }: WordList,
  { listsMax, charactersMax }: WordListBound,
): Promise<boolean> {
  const columns = { words: text, author_id: authorId, updated_at: updatedAt };
  const own = step.selectFrom('word_lists').where('server_id', '=', serverId);
  const before = await own.select('name').where('name', '=', name).executeTakeFirst();
  await step
    .insertInto('word_lists')
    .values({ server_id: serverId, name, ...columns })
    .onConflict((conflict) => conflict.columns(['server_id', 'name']).doUpdateSet(columns))
    .execute();
  const all = await own
    .select((each) => [each.fn.countAll().as('lists'), each.fn.sum(each.fn('length', ['words'])).as('characters')])
    .executeTakeFirstOrThrow();
  if (Number(all.lists) > listsMax) throw failure('exhausted', 'list-rule.full', { max: listsMax });
  if (Number(all.characters) > charactersMax)
    throw failure('exhausted', 'list-rule.characters-in-all', { max: charactersMax, given: Number(all.characters) });
  return before !== undefined;
}
