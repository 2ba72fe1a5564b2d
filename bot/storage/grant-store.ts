import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { GrantStore } from '#bot/ports/access.ts';
import { createListNote } from '#bot/storage/list-note.ts';
import type { Notes } from '#bot/storage/notes.ts';

const KEY_NAME = 'access key';
const KEY_BYTES = 32;

const place = z.object({
  platform: z.enum(['discord', 'studio', 'api']),
  serverId: z.string(),
  channelId: z.string(),
  threadOf: z.string().exactOptional(),
});

const grant = z.object({
  id: z.string(),
  kind: z.enum(['link', 'login', 'activity']),
  memberId: z.string().nullable(),
  serverIds: z.array(z.string()).optional(),
  launch: z.object({ instanceId: z.string(), home: place }).optional(),
  name: z.string(),
  level: z.enum(['look', 'draw']),
  createdAt: z.number(),
  expiresAt: z.number(),
  revokedAt: z.number().nullable(),
});

/** Grants as one note, the newest last, and the key as another. */
export function createGrantStore(notes: Notes): GrantStore {
  return {
    ...createListNote(notes, { name: 'access', field: 'grants', item: grant }),
    async key() {
      const known = await notes.read(KEY_NAME);
      if (known !== null) return Buffer.from(known, 'hex');
      const key = randomBytes(KEY_BYTES);
      await notes.write(KEY_NAME, key.toString('hex'));
      return key;
    },
  };
}
