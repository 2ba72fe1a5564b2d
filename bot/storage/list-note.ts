import { type ZodType, z } from 'zod';
import type { Notes } from '#bot/storage/notes.ts';
import { createTurn } from '#shared/async/turn.ts';

/** A list that is kept as one note, the newest last. */
export interface ListNote<Item> {
  all(): Promise<readonly Item[]>;
  /** Writes what `how` makes of the list; changes come one after the other, each on what the one before has written. */
  change(how: (items: readonly Item[]) => readonly Item[]): Promise<void>;
}

/** The list of this note: JSON of a version and of one field with the items. Throws where what is stored is none. */
export function createListNote<Item>(
  notes: Pick<Notes, 'read' | 'write'>,
  { name, field, item }: { readonly name: string; readonly field: string; readonly item: ZodType<Item> },
): ListNote<Item> {
  const stored = z.object({ version: z.literal(1), [field]: z.array(item) });
  const turn = createTurn();
  const all = async (): Promise<readonly Item[]> => {
    const value = await notes.read(name);
    return value === null ? [] : (stored.parse(JSON.parse(value))[field] as Item[]);
  };
  return {
    all,
    change: (how) =>
      turn(async () => {
        await notes.write(name, JSON.stringify({ version: 1, [field]: how(await all()) }));
      }),
  };
}
