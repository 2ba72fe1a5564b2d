import { byId, element } from '#bot/studio/page/app/element.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';

/** What this place could be with one step more: a real model, Discord. */
export function showHints(store: PageStore): void {
  const place = byId('hints', HTMLDivElement);
  store.watch(
    ({ facts, cluster }) => [facts, cluster.offer?.demonstration ?? false],
    (facts, isDemonstration) => {
      place.replaceChildren(
        ...(isDemonstration ? [modelHint()] : []),
        ...(facts?.discord === 'none' ? [discordHint()] : []),
      );
    },
  );
}

function modelHint(): HTMLElement {
  return hint(
    labelOf('page.demo-hint'),
    labelOf('page.demo-hint-before'),
    'npm run models -- pull sd15',
    labelOf('page.demo-hint-after'),
  );
}

function discordHint(): HTMLElement {
  return hint(
    labelOf('page.discord-hint'),
    labelOf('page.discord-hint-before'),
    'DISCORD_TOKEN=… npm start',
    labelOf('page.discord-hint-after'),
  );
}

function hint(title: string, before: string, code: string, after: string): HTMLElement {
  return element(
    'section',
    { class: 'hint' },
    element('h3', {}, title),
    element('p', {}, before, element('code', {}, code), after),
  );
}
