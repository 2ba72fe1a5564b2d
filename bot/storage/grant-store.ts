import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Grant, GrantStore } from '#bot/ports/access.ts';
import type { Notes } from '#bot/storage/notes.ts';

const NAME = 'access';
const KEY_NAME = 'access key';
const KEY_BYTES = 32;

const grant = z.object({
  id: z.string(),
  kind: z.enum(['link', 'login', 'activity']),
  memberId: z.string().nullable(),
  serverIds: z.array(z.string()).optional(),
  name: z.string(),
  level: z.enum(['look', 'draw']),
  createdAt: z.number(),
  expiresAt: z.number(),
  revokedAt: z.number().nullable(),
});

const stored = z.object({ version: z.literal(1), grants: z.array(grant) });

/** Grants as one note, the newest last, and the key as another. */
export function createGrantStore(notes: Notes): GrantStore {
  let last: Promise<unknown> = Promise.resolve();

  async function all(): Promise<readonly Grant[]> {
    const value = await notes.read(NAME);
    return value === null ? [] : stored.parse(JSON.parse(value)).grants;
  }

  return {
    all,
    async key() {
      const known = await notes.read(KEY_NAME);
      if (known !== null) return Buffer.from(known, 'hex');
      const key = randomBytes(KEY_BYTES);
      await notes.write(KEY_NAME, key.toString('hex'));
      return key;
    },
    change(how) {
      const change = last.then(async () => {
        await notes.write(NAME, JSON.stringify({ version: 1, grants: how(await all()) }));
      });
      last = change.catch(() => {}); // whoever asked for it is told
      return change;
    },
  };
}
