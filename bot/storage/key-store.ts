import { z } from 'zod';
import { KEY_SCOPES, type KeyStore, type StoredKey } from '#bot/ports/api-keys.ts';
import type { Notes } from '#bot/storage/notes.ts';

const NAME = 'api keys';

const key = z.object({
  id: z.string(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string(),
  ownerId: z.string(),
  ownerName: z.string(),
  home: z.object({ platform: z.enum(['discord', 'studio', 'api']), serverId: z.string(), channelId: z.string() }),
  scopes: z.array(z.enum(KEY_SCOPES)),
  requestsPerMinute: z.number(),
  secondsPerDay: z.number().nullable(),
  createdAt: z.number(),
  expiresAt: z.number().nullable(),
});

const stored = z.object({ version: z.literal(1), keys: z.array(key) });

/** Keys as one note, the newest last. */
export function createKeyStore(notes: Notes): KeyStore {
  let last: Promise<unknown> = Promise.resolve();

  async function all(): Promise<readonly StoredKey[]> {
    const value = await notes.read(NAME);
    return value === null ? [] : stored.parse(JSON.parse(value)).keys;
  }

  return {
    all,
    change(how) {
      const change = last.then(async () => {
        await notes.write(NAME, JSON.stringify({ version: 1, keys: how(await all()) }));
      });
      last = change.catch(() => {}); // whoever asked for it is told
      return change;
    },
  };
}
