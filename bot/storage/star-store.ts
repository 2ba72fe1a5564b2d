import { z } from 'zod';
import type { Stars } from '#bot/ports/stars.ts';
import type { Notes } from '#bot/storage/notes.ts';

const NAME = 'stars';
const STARS_MAX = 20_000;

const stored = z.object({ version: z.literal(1), jobs: z.array(z.string()) });

/** Stars as one note, the newest last. */
export function createStars(notes: Notes): Stars {
  /** Changes come one after the other: each reads what the one before has written. */
  let last: Promise<unknown> = Promise.resolve();

  async function all(): Promise<readonly string[]> {
    const value = await notes.read(NAME);
    return value === null ? [] : stored.parse(JSON.parse(value)).jobs;
  }

  return {
    all,
    set(jobId, isOn) {
      const change = last.then(async () => {
        const others = (await all()).filter((one) => one !== jobId);
        const jobs = [...others, ...(isOn ? [jobId] : [])].slice(-STARS_MAX);
        await notes.write(NAME, JSON.stringify({ version: 1, jobs }));
      });
      last = change.catch(() => {}); // whoever asked for it is told
      return change;
    },
  };
}
