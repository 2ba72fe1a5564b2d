import { byId, element, putInOrder } from '#bot/studio/page/app/element.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { getModel } from '#bot/studio/page/parts/get-model.ts';
import type { RendererCard } from '#bot/studio/server/operator-api.ts';

/** What this place could be with one step more: a real model, Discord. */
export function showHints(store: PageStore): void {
  const place = byId('hints', HTMLDivElement);
  const getter = getModel();
  const [shellHint, withDiscord] = [modelHint(), discordHint()];
  const needsModel = element(
    'section',
    { class: 'hint' },
    element('h3', {}, labelOf('page.demo-hint')),
    element('p', {}, labelOf('machines.demo-hint')),
    getter.element,
  );
  withDiscord.classList.add('of-discord');
  place.before(withDiscord);
  store.watch(
    ({ facts, cluster, isChanging: is }) => [facts, cluster.offer?.demonstration ?? false, cluster.renderers, is],
    (facts, isDemonstration, renderers, isChanging) => {
      const first = isDemonstration ? firstToGet(renderers) : null;
      if (first) getter.show(first.machine, first.pull);
      putInOrder(place, isDemonstration ? [first ? needsModel : shellHint] : []);
      withDiscord.hidden = facts?.discord !== 'none' || isChanging;
    },
  );
}

/** Who is nearest to having a real model: the smallest one of the first machine that can bring it. */
function firstToGet(renderers: readonly RendererCard[]) {
  for (const machine of renderers) {
    const [pull] = machine.state === 'down' ? [] : machine.pulls;
    if (pull) return { machine, pull };
  }
  return null;
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
