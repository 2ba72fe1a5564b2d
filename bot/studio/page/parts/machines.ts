import { boardLabel } from '#bot/studio/page/app/board-words.ts';
import { byId, element, putInOrder } from '#bot/studio/page/app/element.ts';
import { bareWords } from '#bot/studio/page/app/plate-words.ts';
import { Refused, server } from '#bot/studio/page/app/server.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { cancel } from '#bot/studio/page/app/undo.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { addMachine } from '#bot/studio/page/parts/add-machine.ts';
import { dialogHead } from '#bot/studio/page/parts/dialog-head.ts';
import { horizonOf, timeAxis } from '#bot/studio/page/parts/lane-time.ts';
import { type MachineLane, machineLane } from '#bot/studio/page/parts/machine-lane.ts';
import { createRows, type Row } from '#bot/studio/page/parts/rows.ts';
import type { LanesCard, WaitingCard } from '#bot/studio/server/operator-api.ts';

/** How often the plan is asked for while the drawer is open. Milliseconds. */
const ASK_MS = 1_000;

/** Fills the drawer of machines: what each draws and will draw, what waits for which reason, and one more machine. */
export function showMachines(store: PageStore): void {
  const dialog = byId('machines-dialog', HTMLDialogElement);
  const board = element('div', { class: 'machines' });
  const axis = timeAxis();
  const waiting = waitingList(store);
  const adding = addMachine(store);
  const nobody = element('p', { class: 'soft' }, labelOf('page.no-renderer'));
  /** By the renderer's id. */
  const known = new Map<string, MachineLane>();
  let plan: LanesCard = { lanes: [], waiting: [] };
  dialog.append(
    dialogHead(dialog, { id: 'machines-title', title: labelOf('page.machines'), beside: [adding.button] }),
    adding.element,
    axis.element,
    board,
    waiting.element,
  );

  const show = () => {
    const { renderers } = store.state.cluster;
    const horizonMs = horizonOf(plan);
    axis.show(horizonMs, renderers.length > 0);
    const lanes = renderers.map((renderer) => {
      const lane = known.get(renderer.id) ?? machineLane(renderer.id);
      known.set(renderer.id, lane);
      const blocks = plan.lanes.find(({ machine }) => machine === renderer.id)?.blocks ?? [];
      lane.show(store.state, renderer, { blocks, horizonMs });
      return lane.element;
    });
    putInOrder(board, lanes.length === 0 ? [nobody] : lanes);
    waiting.show(plan.waiting);
  };
  const refresh = followPlan(dialog, (got) => {
    plan = got;
    show();
  });
  store.watch(
    ({ cluster, jobs, facts }) => [cluster.renderers, jobs, facts],
    (..._changed) => {
      adding.button.hidden = store.state.facts?.access !== 'all';
      show();
      refresh();
    },
  );
}

/** Asks for the plan while the drawer is open: now and then, and when something has changed; one question at a time. */
function followPlan(dialog: HTMLDialogElement, show: (plan: LanesCard) => void): () => void {
  let isAsking = false;
  let isStale = false;
  const ask = async () => {
    if (!dialog.open) return;
    isStale = true;
    if (isAsking) return;
    isAsking = true;
    while (isStale && dialog.open) {
      isStale = false;
      try {
        show(await server.lanes());
      } catch (thrown) {
        // The header says already that the studio does not answer; what was planned stays.
        if (!(thrown instanceof Refused)) throw thrown;
      }
    }
    isAsking = false;
  };
  const again = async () => {
    await ask();
    if (dialog.open) setTimeout(() => void again(), ASK_MS);
  };
  dialog.addEventListener('refresh', () => void again());
  return () => void ask();
}

/** Each that waits says why, and for how long as far as that is known; its own line can take it away. */
function waitingList(store: PageStore) {
  const heading = element('h3', { class: 'grow' });
  const fair = element('p', { class: 'soft small-text' }, boardLabel('board.yours'));
  const list = element('ol', {});
  const nothing = element('p', { class: 'soft' }, labelOf('page.nothing-waits'));
  const rows = createRows<WaitingCard & { readonly turn: number }>(list, {
    keyOf: ({ id, turn }) => id ?? `elsewhere ${turn}`,
    make: () => waitingRow(store),
  });
  return {
    element: element('div', { class: 'waiting' }, element('div', { class: 'row' }, heading, fair), list, nothing),
    show(waiting: readonly WaitingCard[]) {
      const { length } = waiting;
      heading.textContent = labelOf('page.waiting-title', { count: length });
      heading.hidden = length === 0;
      fair.hidden = length === 0;
      nothing.hidden = length > 0;
      rows(waiting.map((one, index) => ({ ...one, turn: index + 1 })));
    },
  };
}

function waitingRow(store: PageStore): Row<WaitingCard & { readonly turn: number }> {
  const turn = element('span', { class: 'turn' });
  const title = element('i');
  const why = element('span', { class: 'why' });
  let id: string | null = null;
  const cardHere = () => store.state.jobs.find((card) => card.id === id);
  const stop = () => {
    const card = cardHere();
    if (card) void cancel(store, card);
  };
  const button = element('button', { class: 'btn small', onclick: stop }, labelOf('page.cancel'));
  return {
    element: element('li', {}, turn, element('span', { class: 'hatch' }), title, why, button),
    show(waiting) {
      id = waiting.id;
      turn.textContent = String(waiting.turn);
      title.textContent = waiting.title === null ? boardLabel('board.elsewhere-job') : bareWords(waiting.title);
      title.title = waiting.title ?? '';
      why.textContent = waiting.why;
      button.hidden = cardHere() === undefined;
      button.ariaLabel = `${labelOf('page.cancel')}: ${title.textContent}`;
    },
  };
}
