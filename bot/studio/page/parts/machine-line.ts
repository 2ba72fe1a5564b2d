import { byId, element } from '#bot/studio/page/app/element.ts';
import { later } from '#bot/studio/page/app/later.ts';
import { STATE_WORDS } from '#bot/studio/page/app/machine-states.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { say } from '#bot/studio/page/app/toasts.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import type { RendererCard } from '#bot/studio/server/operator-api.ts';

/** How the machines are, in one line in the header, which opens their drawer. */
export function showMachineLine(store: PageStore): void {
  const button = byId('open-machines', HTMLButtonElement);
  const dialog = byId('machines-dialog', HTMLDialogElement);
  button.addEventListener('click', async () => {
    const isThere =
      dialog.childElementCount > 0 ||
      (await later(
        () => import('#bot/studio/page/parts/machines.ts'),
        ({ showMachines }) => dialog.childElementCount > 0 || showMachines(store),
      ));
    if (!isThere || dialog.open) return;
    dialog.showModal();
    dialog.dispatchEvent(new Event('refresh'));
  });
  tellOfModels(store);
  store.watch(
    ({ cluster }) => [cluster.renderers],
    (renderers) => {
      button.replaceChildren(
        element('span', { class: `dot ${stateOfAll(renderers)}` }),
        element('span', { class: 'machine-word' }, inOneLine(renderers)),
      );
      button.ariaLabel = `${inOneLine(renderers)}, ${labelOf('page.machines')}`;
    },
  );
}

/** The busiest of those that are there. */
function stateOfAll(renderers: readonly RendererCard[]): RendererCard['state'] {
  const states = new Set(renderers.map(({ state }) => state));
  const order = ['drawing', 'ready', 'starting', 'draining', 'quarantine', 'maintenance', 'down'] as const;
  return order.find((state) => states.has(state)) ?? 'starting';
}

function inOneLine(renderers: readonly RendererCard[]): string {
  const [first, ...others] = renderers;
  if (!first) return labelOf('page.no-machine');
  if (others.length === 0) return labelOf('page.machine-is', { name: first.name, state: STATE_WORDS[first.state] });
  const there = renderers.filter(({ state }) => state === 'ready' || state === 'drawing').length;
  return labelOf('page.machines-there', { there, all: renderers.length });
}

/** Says that a model has come, once, wherever in the page somebody is by then. */
function tellOfModels(store: PageStore): void {
  let coming = new Map<string, string>();
  store.watch(
    ({ cluster }) => [cluster.renderers, cluster.offer],
    (renderers, offer) => {
      const pulls = renderers.flatMap((renderer) => renderer.pulls.filter(({ state }) => state === 'going'));
      for (const [model, title] of coming)
        if (offer?.models.some(({ name }) => name === model)) say(labelOf('machines.got', { title }));
      const still = [...coming].filter(([model]) => !offer?.models.some(({ name }) => name === model));
      coming = new Map([...still, ...pulls.map(({ model, title }) => [model, title] as const)]);
    },
  );
}
