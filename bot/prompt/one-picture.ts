import { withFlag } from '#bot/prompt/change-flag.ts';
import { withoutFlag } from '#bot/prompt/read-prompt.ts';
import { SEEDS } from '#shared/contract/bounds.ts';

/** The seeds that a batch was drawn from. */
interface BatchSeeds {
  readonly seed: number;
  readonly variation?: { readonly seed: number; readonly strength: number } | null;
}

/** One of a batch's pictures as an order of its own: the words with the seeds that it was drawn from. */
export function asOnePicture(
  prompt: string,
  { seed, variation }: BatchSeeds,
  index: number,
): { readonly prompt: string; readonly seed: number; readonly count: 1 } {
  const bare = (['seed', 'count', 'chaos', 'subseed', 'subseedStrength'] as const).reduce(withoutFlag, prompt);
  if (!variation) return { prompt: bare, seed: (seed + index) % SEEDS, count: 1 };
  const named = withFlag(bare, 'subseed', (variation.seed + index) % SEEDS);
  return { prompt: withFlag(named, 'subseedStrength', variation.strength), seed, count: 1 };
}

/** The words of a picture for one that goes on from it: without what they say of the first one alone. */
export function wordsToGoOn(prompt: string): string {
  return (['seed', 'hires', 'hiresBy'] as const).reduce(withoutFlag, prompt);
}
