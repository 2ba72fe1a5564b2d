import { byId } from '#bot/studio/page/app/element.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';

/** What the main button draws, and what a prompt with `{a, b}` comes to, before any of it is drawn. */
export function showPlan(store: PageStore): void {
  const place = byId('plan', HTMLParagraphElement);
  const make = byId('make-word', HTMLSpanElement);
  store.watch(
    ({ plan, isPart }) => [plan, isPart],
    (plan, isPart) => {
      const whole = labelOf(isPart ? 'page.draw-blue' : 'page.make');
      make.textContent = plan ? labelOf('page.draw-all', { count: plan.pictures }) : whole;
      if (!plan) return place.replaceChildren();
      const { prompts, pictures, expectedMs } = plan;
      const seconds = expectedMs === null ? null : Math.max(1, Math.round(expectedMs / 1000));
      place.textContent = labelOf('page.plan', { pictures, texts: prompts.length, seconds });
    },
  );
}
