import { byId, element } from '#bot/studio/page/app/element.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import type { RendererCard } from '#bot/studio/server/api.ts';

/** The renderers: what each is, what it has in memory, how fast a step is, how long its line is. */
export function showBoard(store: PageStore): void {
  const board = byId('board', HTMLDivElement);
  store.watch(
    ({ cluster }) => [cluster.renderers],
    (renderers) => {
      board.replaceChildren(...renderers.map(rendererRow));
      if (renderers.length === 0) board.append(element('p', { class: 'quiet' }, labelOf('page.no-renderer')));
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

function rendererRow(renderer: RendererCard): HTMLElement {
  const { name, device, state, reason, resident, waiting, memoryMib } = renderer;
  const line = [
    STATE_WORDS[state],
    waiting > 0 ? labelOf('page.waiting', { count: waiting }) : '',
    memoryMib > 0 ? labelOf('page.memory', { mebibytes: memoryMib }) : '',
  ];
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
        stepMs > 0 ? element('b', {}, labelOf('page.step-time', { milliseconds: stepMs })) : null,
      ),
    ),
  );
}
