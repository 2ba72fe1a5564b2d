import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SketchStore } from '#bot/ports/sketch-store.ts';
import { openPictureStore } from '#bot/storage/picture-store.ts';
import type { Log } from '#shared/log.ts';

/** Sketches that are kept where nobody says otherwise; of a real model they are some 400 kB each. */
const SKETCHES_MAX = 500;

/** Sketches as files of one folder, the newest of them. */
export function openSketchStore(options: {
  readonly folder: string;
  readonly max?: number;
  readonly log?: Log;
}): SketchStore {
  const { folder, max = SKETCHES_MAX } = options;
  const files = openPictureStore(options);
  const names = readdirSync(folder).filter((name) => name.endsWith('.png'));
  const age = new Map(names.map((name) => [name, statSync(join(folder, name)).mtimeMs]));
  const there = new Set(names.toSorted((a, b) => age.get(a)! - age.get(b)!));
  return {
    has: (key) => there.has(`${key}.png`),
    get: async (key) => (there.has(`${key}.png`) ? files.get(`${key}.png`) : null),
    async put(key, png) {
      await files.put(`${key}.png`, png);
      there.add(`${key}.png`);
      for (const name of there) {
        if (there.size <= max) break;
        there.delete(name);
        await files.remove(name);
      }
    },
  };
}
