import { createHash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Tables } from '#bot/storage/tables.ts';

const NOTE = 'identity';

/** A secret of this ledger, made once; of bots that start at the same moment one makes it. */
export async function readIdentity(database: Kysely<Tables>): Promise<string> {
  const read = () => database.selectFrom('notes').select('value').where('name', '=', NOTE).executeTakeFirst();
  const known = await read();
  if (known) return known.value;
  const made = randomBytes(16).toString('hex');
  await database
    .insertInto('notes')
    .values({ name: NOTE, value: made })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  return (await read())?.value ?? made;
}

/** What renderers know the ledger by; they need not know the secret. */
export function dispatcherName(identity: string): string {
  return createHash('sha256').update(`dispatcher ${identity}`).digest('hex').slice(0, 32);
}
