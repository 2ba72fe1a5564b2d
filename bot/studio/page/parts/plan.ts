import { byId } from '#bot/studio/page/app/element.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';

/** What a prompt with `{a, b}` comes to, under the words, before any of it is drawn. */
export function showPlan(store: PageStore): void {
  const place = byId('plan', HTMLParagraphElement);
  store.watch(
    ({ plan }) => [plan],
    (plan) => {
      if (!plan) return place.replaceChildren();
      const { prompts, pictures, expectedMs } = plan;
      const seconds = expectedMs === null ? null : Math.max(1, Math.round(expectedMs / 1000));
      place.textContent = labelOf('page.plan', { pictures, texts: prompts.length, seconds });
    },
  );
}
