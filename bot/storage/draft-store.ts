import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { DraftStore, RefusedOrder } from '#bot/ports/drafts.ts';
import { PICTURE_KINDS } from '#bot/ports/job-service.ts';
import type { Tables } from '#bot/storage/tables.ts';
import type { Clock } from '#shared/clock.ts';

const KEPT_MS = 15 * 60_000;
const DRAFTS_MAX = 1000;
const NAMES = 'draft ';
const LEFT = `${NAMES}words `;

/** The time comes first in a note's value, in as many digits always, so that notes can be compared by it. */
const TIME_DIGITS = 15;

const stored = z.object({
  memberId: z.string(),
  call: z.string().default('imagine'),
  values: z.record(z.string(), z.unknown()),
  parentId: z.string().nullable(),
  keeps: z.array(z.enum(PICTURE_KINDS)).exactOptional(),
});

/** Drafts as notes; those whose time is over go whenever another one comes. */
export function createDraftStore(database: Kysely<Tables>, { clock }: { readonly clock: Clock }): DraftStore {
  async function sweep() {
    const drafts = () => database.selectFrom('notes').select('name').where('name', 'like', `${NAMES}%`);
    await database
      .deleteFrom('notes')
      .where('name', 'like', `${NAMES}%`)
      .where('value', '<', timeText(clock.now()))
      .execute();
    const newest = drafts()
      .orderBy('value', 'desc')
      .limit(DRAFTS_MAX - 1);
    await database.deleteFrom('notes').where('name', 'like', `${NAMES}%`).where('name', 'not in', newest).execute();
  }
  return {
    async keep(draft) {
      await sweep();
      const id = randomBytes(9).toString('hex');
      const value = `${timeText(clock.now() + KEPT_MS)} ${JSON.stringify(draft)}`;
      await database
        .insertInto('notes')
        .values({ name: `${NAMES}${id}`, value })
        .execute();
      return id;
    },
    async find(id) {
      const row = await database
        .selectFrom('notes')
        .select('value')
        .where('name', '=', `${NAMES}${id}`)
        .executeTakeFirst();
      return row && row.value >= timeText(clock.now()) ? readDraft(row.value.slice(TIME_DIGITS + 1)) : null;
    },
    async leave(memberId, words) {
      await sweep();
      const value = `${timeText(clock.now() + KEPT_MS)} ${words}`;
      const note = { name: `${LEFT}${memberId}`, value };
      await database
        .insertInto('notes')
        .values(note)
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute();
    },
    async collect(memberId) {
      const row = await database
        .deleteFrom('notes')
        .where('name', '=', `${LEFT}${memberId}`)
        .returning('value')
        .executeTakeFirst();
      return row && row.value >= timeText(clock.now()) ? row.value.slice(TIME_DIGITS + 1) : null;
    },
  };
}

function timeText(time: number): string {
  return String(Math.floor(time)).padStart(TIME_DIGITS, '0');
}

/** Null when another version wrote it in another way. */
function readDraft(text: string): RefusedOrder | null {
  try {
    return stored.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
