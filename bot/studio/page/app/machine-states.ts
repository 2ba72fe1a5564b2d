import { labelOf } from '#bot/studio/page/app/words.ts';
import type { RendererCard } from '#bot/studio/server/operator-api.ts';

/** What each state is called. */
export const STATE_WORDS: Record<RendererCard['state'], string> = {
  ready: labelOf('page.ready'),
  drawing: labelOf('page.drawing'),
  starting: labelOf('page.starting'),
  draining: labelOf('page.draining'),
  maintenance: labelOf('page.maintenance'),
  quarantine: labelOf('page.quarantine'),
  down: labelOf('page.down'),
};
