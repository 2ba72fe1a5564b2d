import { byId, element } from '#bot/studio/page/app/element.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { openJobs } from '#bot/studio/page/app/news.ts';
import { titleOf } from '#bot/studio/page/app/plate-words.ts';
import type { PageStore, State } from '#bot/studio/page/app/state.ts';
import { cancel } from '#bot/studio/page/app/undo.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import type { JobCard, RendererCard } from '#bot/studio/server/api.ts';

/** The machines: one line in the header, and a drawer with what each does and what waits for which reason. */
export function showMachines(store: PageStore): void {
  const button = byId('open-machines', HTMLButtonElement);
  const dialog = byId('machines-dialog', HTMLDialogElement);
  const board = element('div', { class: 'machines' });
  const waiting = element('div', { class: 'waiting' });
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
  dialog.append(element('header', {}, title, close), board, waiting);
  button.addEventListener('click', () => dialog.showModal());
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
  store.watch(
    ({ cluster, jobs }) => [cluster.renderers, jobs],
    (renderers, _jobs) => {
      board.replaceChildren(...renderers.map((renderer) => lane(store.state, renderer)));
      if (renderers.length === 0) board.append(element('p', { class: 'soft' }, labelOf('page.no-renderer')));
      showWaiting(store, waiting);
    },
  );
}

const STATE_WORDS: Record<RendererCard['state'], string> = {
  ready: labelOf('page.ready'),
  drawing: labelOf('page.drawing'),
  starting: labelOf('page.starting'),
  draining: labelOf('page.draining'),
  down: labelOf('page.down'),
};

/** The busiest of those that are there. */
function stateOfAll(renderers: readonly RendererCard[]): RendererCard['state'] {
  const states = new Set(renderers.map(({ state }) => state));
  const order = ['drawing', 'ready', 'starting', 'draining', 'down'] as const;
  return order.find((state) => states.has(state)) ?? 'starting';
}

function inOneLine(renderers: readonly RendererCard[]): string {
  const [first, ...others] = renderers;
  if (!first) return labelOf('page.no-machine');
  if (others.length === 0) return labelOf('page.machine-is', { name: first.name, state: STATE_WORDS[first.state] });
  const there = renderers.filter(({ state }) => state === 'ready' || state === 'drawing').length;
  return labelOf('page.machines-there', { there, all: renderers.length });
}

/** What a machine is, what it holds, and what it draws now. */
function lane(state: State, renderer: RendererCard): HTMLElement {
  const { name, device, state: its, reason, resident, waiting, memoryMib } = renderer;
  const line = [
    device,
    STATE_WORDS[its],
    waiting > 0 ? labelOf('page.waiting', { count: waiting }) : '',
    memoryMib > 0 ? labelOf('page.memory', { mebibytes: memoryMib }) : '',
  ].filter((part) => part !== '');
  const now = openJobs(state).filter((card) => card.state === 'rendering' && card.renderer === name);
  return element(
    'article',
    { class: `renderer ${its}` },
    element(
      'div',
      { class: 'machine' },
      element('h3', {}, element('span', { class: `dot ${its}` }), name),
      element('p', { class: 'soft small-text' }, line.join(', ')),
      reason === null ? null : element('p', { class: 'reason small-text' }, reason),
    ),
    element('div', { class: 'lane' }, ...now.map(block)),
    element(
      'div',
      { class: 'holds small-text' },
      ...resident.map(({ model, adapters, stepMs }) =>
        element(
          'p',
          {},
          adapters === '' ? model : `${model} + ${adapters}`,
          stepMs > 0 ? element('b', {}, ` ${labelOf('page.step-time', { milliseconds: stepMs })}`) : null,
        ),
      ),
    ),
  );
}

/** What is drawn now, as long as it is far. */
function block(card: JobCard): HTMLElement {
  const full = card.step / Math.max(1, card.steps);
  return element(
    'p',
    { class: 'block', 'style:--full': full, title: card.status },
    card.preview === null ? null : element('img', { src: card.preview, alt: '' }),
    element('i', {}, titleOf(card)),
  );
}

/** Each that waits says why, and for how long as far as that is known; its own line can take it away. */
function showWaiting(store: PageStore, place: HTMLElement): void {
  const queued = openJobs(store.state)
    .filter(({ state }) => state === 'queued')
    .toReversed();
  const rows = queued.map((card, index) =>
    element(
      'li',
      {},
      element('span', { class: 'turn' }, String(index + 1)),
      element('span', { class: 'hatch' }),
      element('i', {}, titleOf(card)),
      element('span', { class: 'why' }, card.status),
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
    ),
  );
  place.replaceChildren(
    rows.length === 0 ? '' : element('h3', {}, labelOf('page.waiting-title', { count: rows.length })),
    rows.length === 0 ? element('p', { class: 'soft' }, labelOf('page.nothing-waits')) : element('ol', {}, ...rows),
  );
}
