import type { Kysely } from 'kysely';
import { z } from 'zod';
import { NO_PREFERENCES, type PreferenceStore, type Preferences } from '#bot/ports/preferences.ts';
import type { Tables } from '#bot/storage/tables.ts';
import type { Clock } from '#shared/clock.ts';

const stored = z.object({
  version: z.literal(1),
  suffix: z.string().default(''),
  options: z.record(z.string(), z.string()).default({}),
  remix: z.boolean().default(false),
});

/** Preferences over the table `member_preferences`. What cannot be read counts as nothing said. */
export function createPreferenceStore(database: Kysely<Tables>, clock: Pick<Clock, 'now'>): PreferenceStore {
  return {
    async get(platform, memberId) {
      const row = await database
        .selectFrom('member_preferences')
        .select('preferences')
        .where('platform', '=', platform)
        .where('member_id', '=', memberId)
        .executeTakeFirst();
      return row ? read(row.preferences) : NO_PREFERENCES;
    },
    async put(platform, memberId, preferences) {
      const own = database.deleteFrom('member_preferences').where('platform', '=', platform);
      if (isNothing(preferences)) return void (await own.where('member_id', '=', memberId).execute());
      const columns = { preferences: JSON.stringify({ version: 1, ...preferences }), updated_at: clock.now() };
      await database
        .insertInto('member_preferences')
        .values({ platform, member_id: memberId, ...columns })
        .onConflict((conflict) => conflict.columns(['platform', 'member_id']).doUpdateSet(columns))
        .execute();
    },
  };
}

function read(text: string): Preferences {
  try {
    const { suffix, options, remix } = stored.parse(JSON.parse(text));
    return { suffix, options, remix };
  } catch {
    return NO_PREFERENCES;
  }
}

function isNothing({ suffix, options, remix }: Preferences): boolean {
  return suffix === '' && !remix && Object.keys(options).length === 0;
}
