import { readOnce } from '#bot/studio/page/app/read-once.ts';
import { inOneLine, labelOf } from '#bot/studio/page/app/words.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** The words of a picture as its title: without what only sets something, beginning with a capital. */
export function titleOf({ order }: Pick<JobCard, 'order'>): string {
  const words = bareWords(order.prompt);
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

/** A prompt without settings, weights and adapters. */
export function bareWords(prompt: string): string {
  const text = readOnce(prompt).text ?? prompt;
  const bare = text
    .replace(/<[a-z]+:[^>]*>/gi, '')
    .replace(/:\d+(\.\d+)?\)/g, ')')
    .replace(/(?<!\\)[()[\]]/g, '')
    .replace(/\s+/g, ' ')
    .replace(/(\s*,)+\s*$/, '')
    .trim();
  return bare === '' ? prompt.trim() : bare;
}

/** How a picture was made, in the order of a museum's label: before its seed and after it. */
export function mediumOf({ settled, style, order }: JobCard): {
  readonly before: readonly string[];
  readonly after: readonly string[];
} {
  if (!settled) return { before: [], after: [] };
  const { steps, guidance, sampler, model, width, height } = settled;
  const adapters = Array.from(order.prompt.matchAll(/<lora:([^:>]+)(?::([^:>]+))?/gi), ([, name, weight]) =>
    weight === undefined ? name! : `${name} ${weight}`,
  );
  return {
    before: [labelOf('page.steps-value', { count: steps }), labelOf('page.guidance-value', { guidance })],
    after: [
      labelOf('page.drawn-with', { sampler, model: inOneLine([...adapters, model]) }),
      ...(style === null ? [] : [style]),
      `${width} × ${height}`,
    ],
  };
}
