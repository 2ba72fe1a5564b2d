import { type GallerySought, server } from '#bot/studio/page/app/server.ts';
import { attempt } from '#bot/studio/page/app/toasts.ts';
import type { GalleryCard } from '#bot/studio/server/api.ts';

/** A picture of the gallery, and how many others of the same sentence it stands for. */
export type FoundPicture = GalleryCard['works'][number];

/** Pictures that are asked for at once, and how many such stretches are kept. */
const STRETCH = 60;
const KEPT_MAX = 30;

/** What was found, of which only the stretches that somebody has looked at are here. */
export interface GalleryStretches {
  /** Of all that was found; null = not known yet. */
  readonly total: number | null;
  readonly hasDiscord: boolean;
  /** Null = not here yet. */
  at(index: number): FoundPicture | null;
  /** Something else is looked for: nothing of it is here. */
  seek(sought: GallerySought): void;
  /** Asks for what of these is not here, or has changed since. */
  need(first: number, count: number): void;
  /** Something has changed: what is here is shown until it is asked for again. */
  stale(): void;
}

/** Nothing is looked for yet. `changed` is called when something has come. */
export function createGalleryStretches(changed: () => void): GalleryStretches {
  const here = new Map<number, readonly FoundPicture[]>();
  const asked = new Set<number>();
  let fresh = new Set<number>();
  let sought: GallerySought = {};
  let told: Pick<GalleryCard, 'total' | 'hasDiscord'> | null = null;
  let turn = 0;

  async function ask(stretch: number) {
    const mine = turn;
    asked.add(stretch);
    await attempt(async () => {
      const { total, works, hasDiscord } = await server.gallery(sought, { from: stretch * STRETCH, limit: STRETCH });
      if (mine !== turn) return;
      told = { total, hasDiscord };
      here.delete(stretch);
      here.set(stretch, works);
      fresh.add(stretch);
      if (here.size > KEPT_MAX) here.delete(here.keys().next().value!);
    });
    if (mine !== turn) return;
    asked.delete(stretch);
    changed();
  }

  const forgetAsked = () => {
    turn++;
    asked.clear();
    fresh = new Set();
  };
  return {
    get total() {
      return told?.total ?? null;
    },
    get hasDiscord() {
      return told?.hasDiscord ?? false;
    },
    at: (index) => here.get(Math.floor(index / STRETCH))?.[index % STRETCH] ?? null,
    seek(next) {
      sought = next;
      forgetAsked();
      here.clear();
      told = null;
    },
    need(first, count) {
      // One at least: where nothing was found, something may be there by now.
      const last = Math.max(first, Math.min(first + count, told?.total ?? STRETCH) - 1);
      for (let stretch = Math.floor(first / STRETCH); stretch <= Math.floor(last / STRETCH); stretch++) {
        if (asked.has(stretch)) continue;
        if (!here.has(stretch) || !fresh.has(stretch)) void ask(stretch);
      }
    },
    stale: forgetAsked,
  };
}
