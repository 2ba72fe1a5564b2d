import { bareWords } from '#bot/studio/page/app/plate-words.ts';
import type { State } from '#bot/studio/page/app/state.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** A picture of the gallery, and how many others of the same sentence it stands for. */
export interface FoundPicture {
  readonly card: JobCard;
  readonly others: number;
}

/** What the gallery shows, newest first: what has all of the words that are sought, in its prompt or its settings. */
export function findPictures({
  jobs,
  sought,
  filter,
  stars,
}: Pick<State, 'jobs' | 'sought' | 'filter' | 'stars'>): readonly FoundPicture[] {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = jobs.filter(
    (card) => (!filter.starred || stars.has(card.id)) && (words.length === 0 || hasAll(card, words)),
  );
  if (!filter.grouped) return fitting.map((card) => ({ card, others: 0 }));
  const groups = new Map<string, { readonly card: JobCard; others: number }>();
  for (const card of fitting) {
    const sentence = sentenceOf(card);
    const group = groups.get(sentence);
    if (group) group.others++;
    else groups.set(sentence, { card, others: 0 });
  }
  return [...groups.values()];
}

/** Pictures of one group are drawn from the same sentence, whatever was set. */
export function sentenceOf({ order }: JobCard): string {
  return bareWords(order.prompt).toLowerCase();
}

function hasAll(card: JobCard, words: readonly string[]): boolean {
  const { order, settled, style } = card;
  const told = settled ? [settled.model, settled.sampler, settled.seed, `${settled.width}x${settled.height}`] : [];
  const text = [order.prompt, style ?? '', ...told].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}
