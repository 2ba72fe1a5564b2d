import { byId, element } from '#bot/studio/page/element.ts';
import type { PageStore } from '#bot/studio/page/state.ts';

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
    'This is a demonstration model',
    'It is tiny and draws storybook scenes only. For real pictures bring Stable Diffusion with ',
    'npm run models -- pull sd15',
    ' (or put model files into the folder models), and start again.',
  );
}

function discordHint(): HTMLElement {
  return hint(
    'Not on Discord yet',
    'Start with ',
    'DISCORD_TOKEN=… npm start',
    ' and these pictures come to your server too.',
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
