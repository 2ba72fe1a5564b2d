import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { DescriptionStore } from '#bot/ports/cluster.ts';
import { isPostgres } from '#bot/storage/shared-database.ts';
import type { Tables } from '#bot/storage/tables.ts';
import type { Description } from '#shared/contract/messages.ts';

/** Small facts by name that must outlive the process. */
export interface Notes {
  read(name: string): Promise<string | null>;
  write(name: string, value: string): Promise<void>;
  /** Every note whose name is this; `*` in it stands for anything. */
  removeAll(pattern: string): Promise<void>;
}

/** The notes over the table `notes`. */
export function createNotes(database: Kysely<Tables>): Notes {
  return {
    async read(name) {
      const row = database.selectFrom('notes').select('value').where('name', '=', name);
      return (await row.executeTakeFirst())?.value ?? null;
    },
    async write(name, value) {
      await database
        .insertInto('notes')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute();
    },
    async removeAll(pattern) {
      await database.deleteFrom('notes').where(isNamed(database, pattern)).execute();
    },
  };
}

/** A condition for `where` on notes: the name is this pattern; `*` in it stands for anything. */
export function isNamed(database: Kysely<Tables>, pattern: string) {
  if (!isPostgres(database)) return sql<boolean>`name GLOB ${pattern}`;
  const like = pattern.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%');
  return sql<boolean>`name LIKE ${like} ESCAPE '\\'`;
}

/** Descriptions as notes, one a renderer. */
export function createDescriptionStore(notes: Notes): DescriptionStore {
  return {
    remember: (rendererId, description) => notes.write(`renderer ${rendererId}`, JSON.stringify(description)),
    async recall(rendererId) {
      const value = await notes.read(`renderer ${rendererId}`);
      return value === null ? null : readDescription(value);
    },
  };
}

/** What of a description the bot must find in it, whatever else renderers have come to say since. */
const described = z.looseObject({
  models: z.array(z.looseObject({ name: z.string(), adapters: z.array(z.looseObject({ name: z.string() })) })),
  samplers: z.array(z.looseObject({ name: z.string() })),
  limits: z.looseObject({}).nullable(),
  // Before renderers said which kinds of tasks they take, they drew.
  tasks: z.array(z.string()).default(['draw']),
});

/** Null when it is none: the renderer will say it again. */
function readDescription(value: string): Description | null {
  try {
    return described.parse(JSON.parse(value)) as unknown as Description;
  } catch {
    return null;
  }
}
