import { byId, element, putInOrder } from '#bot/studio/page/app/element.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { openJobs } from '#bot/studio/page/app/news.ts';
import { titleOf } from '#bot/studio/page/app/plate-words.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { cancel } from '#bot/studio/page/app/undo.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { type MachineLane, machineLane } from '#bot/studio/page/parts/machine-lane.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** The drawer of the machines: what each does, and what waits for which reason. */
export function showMachines(store: PageStore): void {
  const dialog = byId('machines-dialog', HTMLDialogElement);
  const board = element('div', { class: 'machines' });
  const waiting = waitingPlace();
  const nobody = element('p', { class: 'soft' }, labelOf('page.no-renderer'));
  /** By the renderer's id. */
  const lanes = new Map<string, MachineLane>();
  const close = element(
    'button',
    {
      type: 'button',
      class: 'btn quiet icon-only small',
      'aria-label': labelOf('page.close'),
      onclick: () => dialog.close(),
    },
    icon('close'),
  );
  const title = element('h2', { id: 'machines-title' }, labelOf('page.machines'));
  dialog.append(element('header', {}, title, close), board, waiting.element);
  store.watch(
    ({ cluster, jobs }) => [cluster.renderers, jobs],
    (renderers, _jobs) => {
      const shown = renderers.map((renderer) => {
        const lane = lanes.get(renderer.id) ?? machineLane(renderer.id);
        lanes.set(renderer.id, lane);
        lane.show(store.state, renderer);
        return lane.element;
      });
      putInOrder(board, shown.length === 0 ? [nobody] : shown);
      showWaiting(store, waiting);
    },
  );
}

/** Each that waits says why, and for how long as far as that is known; its own line can take it away. */
function showWaiting(store: PageStore, { heading, list, nothing }: ReturnType<typeof waitingPlace>): void {
  const queued = openJobs(store.state)
    .filter(({ state }) => state === 'queued')
    .toReversed();
  heading.hidden = queued.length === 0;
  heading.textContent = labelOf('page.waiting-title', { count: queued.length });
  nothing.hidden = queued.length > 0;
  const known = new Map([...list.children].map((row) => [(row as HTMLElement).dataset.job, row as HTMLElement]));
  putInOrder(
    list,
    queued.map((card, index) => {
      const row = known.get(card.id) ?? waitingRow(store, card);
      row.querySelector('.turn')!.textContent = String(index + 1);
      row.querySelector('.why')!.textContent = card.status;
      return row;
    }),
  );
}

function waitingPlace() {
  const heading = element('h3', {});
  const list = element('ol', {});
  const nothing = element('p', { class: 'soft' }, labelOf('page.nothing-waits'));
  return { heading, list, nothing, element: element('div', { class: 'waiting' }, heading, list, nothing) };
}

function waitingRow(store: PageStore, card: JobCard): HTMLElement {
  const row = element(
    'li',
    {},
    element('span', { class: 'turn' }),
    element('span', { class: 'hatch' }),
    element('i', {}, titleOf(card)),
    element('span', { class: 'why' }),
    element(
      'button',
      {
        type: 'button',
        class: 'btn small',
        'aria-label': `${labelOf('page.cancel')}: ${titleOf(card)}`,
        onclick: () => void cancel(store, card),
      },
      labelOf('page.cancel'),
    ),
  );
  row.dataset.job = card.id;
  return row;
}
