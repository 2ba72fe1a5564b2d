import type { Transaction } from 'kysely';
import type { Tables } from '#bot/storage/tables.ts';

/** Lists of words that prompts of a server can name. */
export async function createWordLists({ schema }: Transaction<Tables>) {
  await schema
    .createTable('word_lists')
    .addColumn('server_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('words', 'text', (column) => column.notNull())
    .addColumn('author_id', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('word_lists_key', ['server_id', 'name'])
    .execute();
}

/** What the roles of a server let their members draw. */
export async function createRoleLimits({ schema }: Transaction<Tables>) {
  await schema
    .createTable('role_limits')
    .addColumn('server_id', 'text', (column) => column.notNull())
    .addColumn('role_id', 'text', (column) => column.notNull())
    .addColumn('role_name', 'text', (column) => column.notNull())
    .addColumn('limits', 'text', (column) => column.notNull())
    .addColumn('author_id', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('role_limits_key', ['server_id', 'role_id'])
    .execute();
}

/** What roles may draw becomes rules like all others. */
export async function moveRoleLimits(transaction: Transaction<Tables>) {
  for (const row of await transaction.selectFrom('role_limits').selectAll().execute()) {
    const { server_id, author_id, updated_at } = row;
    const value = JSON.stringify({ v: 1, value: { roleName: row.role_name, limits: JSON.parse(row.limits) } });
    await transaction
      .insertInto('rules')
      .values({ server_id, kind: 'role-limit', key: row.role_id, value, author_id, updated_at })
      .execute();
  }
  await transaction.schema.dropTable('role_limits').execute();
}

/** Channels choose a style of their own for who names none. */
export async function createChannelDefaults({ schema }: Transaction<Tables>) {
  await schema
    .createTable('channel_defaults')
    .addColumn('server_id', 'text', (column) => column.notNull())
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text')
    .addPrimaryKeyConstraint('channel_defaults_key', ['server_id', 'channel_id'])
    .execute();
}

/** What servers say about themselves, and the log of its changes. */
export async function createRules({ schema }: Transaction<Tables>) {
  await schema
    .createTable('rules')
    .addColumn('server_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('author_id', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('rules_key', ['server_id', 'kind', 'key'])
    .execute();
  await schema
    .createTable('rule_audit')
    .addColumn('sequence', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('server_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('before', 'text')
    .addColumn('after', 'text')
    .addColumn('by_id', 'text', (column) => column.notNull())
    .addColumn('by_name', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('undone', 'integer', (column) => column.notNull())
    .execute();
  await schema.createIndex('rule_audit_by_server').on('rule_audit').columns(['server_id', 'sequence']).execute();
}

/** Jobs wait for others, and are looked at before they are shown. */
export async function addTerms({ schema }: Transaction<Tables>) {
  await schema
    .alterTable('jobs')
    .addColumn('relaxed', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await schema.alterTable('jobs').addColumn('review', 'text').execute();
  await schema.createIndex('jobs_by_review').on('jobs').columns(['review', 'server_id', 'sequence']).execute();
}

/** Which pictures go into threads was a switch, and has one more value. */
export async function nameThreadsSetting(transaction: Transaction<Tables>) {
  const old = transaction
    .selectFrom('rules')
    .selectAll()
    .where('kind', '=', 'setting')
    .where('key', 'like', '%/batch-threads');
  for (const { server_id, key, value } of await old.execute()) {
    const of = transaction.updateTable('rules').where('server_id', '=', server_id).where('kind', '=', 'setting');
    const threads = JSON.parse(value).value === true ? 'batch' : 'none';
    await of
      .where('key', '=', key)
      .set({ key: key.replace('batch-threads', 'threads'), value: JSON.stringify({ v: 1, value: threads }) })
      .execute();
  }
}
