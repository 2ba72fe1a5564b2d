import { z } from 'zod';
import type { StartBook } from '#bot/ports/starts.ts';
import type { Notes } from '#bot/storage/notes.ts';

const NAME = 'starts';

const stored = z.object({ version: z.literal(1), times: z.array(z.number()) });

/** Starts as one note. One that cannot be read is none: it is written anew with the next start. */
export function createStartBook(notes: Notes): StartBook {
  return {
    async read() {
      const value = await notes.read(NAME);
      const read = stored.safeParse(value === null ? null : JSON.parse(value));
      return read.success ? read.data.times : [];
    },
    write: (times) => notes.write(NAME, JSON.stringify({ version: 1, times })),
  };
}
