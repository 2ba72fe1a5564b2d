import { z } from 'zod';
import { KEY_SCOPES, type KeyStore } from '#bot/ports/api-keys.ts';
import { createListNote } from '#bot/storage/list-note.ts';
import type { Notes } from '#bot/storage/notes.ts';

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

/** The name of the note that holds all keys. */
export const KEYS_NOTE = 'api keys';

/** Keys as one note, the newest last. */
export function createKeyStore(notes: Pick<Notes, 'read' | 'write'>): KeyStore {
  return createListNote(notes, { name: KEYS_NOTE, field: 'keys', item: key });
}

/** The note's value without the keys that were made in this server. */
export function withoutKeysOf(serverId: string, value: string): string {
  const { keys } = z.object({ keys: z.array(key) }).parse(JSON.parse(value));
  return JSON.stringify({ version: 1, keys: keys.filter(({ home }) => home.serverId !== serverId) });
}
