import { z } from 'zod';
import type { Stars } from '#bot/ports/stars.ts';
import { createListNote } from '#bot/storage/list-note.ts';
import type { Notes } from '#bot/storage/notes.ts';

const STARS_MAX = 20_000;

/** Stars as one note, the newest last. */
export function createStars(notes: Notes): Stars {
  const { all, change } = createListNote(notes, { name: 'stars', field: 'jobs', item: z.string() });
  return {
    all,
    set: (jobId, isOn) =>
      change((jobs) => [...jobs.filter((one) => one !== jobId), ...(isOn ? [jobId] : [])].slice(-STARS_MAX)),
  };
}
