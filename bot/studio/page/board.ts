import { byId, element } from '#bot/studio/page/element.ts';
import type { PageStore } from '#bot/studio/page/state.ts';
import type { RendererCard } from '#bot/studio/server/api.ts';

/** The renderers: what each is, what it has in memory, how fast a step is, how long its line is. */
export function showBoard(store: PageStore): void {
  const board = byId('board', HTMLDivElement);
  store.watch(
    ({ cluster }) => [cluster.renderers],
    (renderers) => {
      board.replaceChildren(...renderers.map(rendererRow));
      if (renderers.length === 0)
        board.append(element('p', { class: 'quiet' }, 'No renderer yet. One is being started, or none is configured.'));
    },
  );
}

const STATE_WORDS: Record<RendererCard['state'], string> = {
  ready: 'ready',
  drawing: 'drawing',
  starting: 'starting',
  draining: 'finishing, takes no more',
  down: 'not reachable',
};

function rendererRow(renderer: RendererCard): HTMLElement {
  const { name, device, state, reason, resident, waiting, memoryMib } = renderer;
  const line = [STATE_WORDS[state], waiting > 0 ? `${waiting} waiting` : '', memoryMib > 0 ? `${memoryMib} MiB` : ''];
  return element(
    'article',
    { class: `renderer ${state}` },
    element('h3', {}, element('i', { class: 'dot' }), name, element('small', {}, device)),
    element('p', {}, line.filter((part) => part !== '').join(' · ')),
    reason === null ? null : element('p', { class: 'reason' }, reason),
    ...resident.map(({ model, adapters, stepMs }) =>
      element(
        'p',
        { class: 'resident' },
        element('span', {}, adapters === '' ? model : `${model} + ${adapters}`),
        stepMs > 0 ? element('b', {}, `${stepMs < 10 ? stepMs.toFixed(1) : Math.round(stepMs)} ms/step`) : null,
      ),
    ),
  );
}
