import { element } from '#bot/studio/page/app/element.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { faceAddress } from '#bot/studio/page/app/server.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf, words } from '#bot/studio/page/app/words.ts';
import { chosenCards } from '#bot/studio/page/parts/chosen-bar.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** Two pictures over each other with a cut to be moved, and a table of what differs. */
export function createVersus(store: PageStore): HTMLElement {
  const [left, right] = [element('img', { class: 'px' }), element('img', { class: 'px above' })];
  const cut = element('input', {
    type: 'range',
    min: 0,
    max: 100,
    value: 50,
    'aria-label': labelOf('page.cut'),
    oninput: () => two.style.setProperty('--cut-at', `${cut.value}%`),
  });
  const line = element('i', { class: 'cut-line' });
  const swap = element('button', {
    type: 'button',
    class: 'swap',
    'aria-label': labelOf('page.swap'),
    onclick: () => two.classList.toggle('swapped'),
  });
  const two = element('div', { class: 'two' }, left, right, line, cut, swap);
  const table = element('table', { class: 'diff' });
  const close = element(
    'button',
    {
      type: 'button',
      class: 'btn quiet icon-only small',
      'aria-label': labelOf('page.close'),
      onclick: () => store.set({ isComparing: false }),
    },
    icon('close'),
  );
  const place = element(
    'aside',
    { class: 'sheet versus', 'aria-label': labelOf('page.compare'), hidden: true },
    element('header', { class: 'row' }, element('h2', { class: 'grow' }, labelOf('page.compare')), waysOf(two), close),
    element('div', { class: 'mat slim' }, two),
    table,
    element('p', { class: 'soft small-text' }, labelOf('page.blue-differs')),
  );
  store.watch(
    ({ isComparing, chosen, jobs }) => [isComparing, chosen, jobs],
    (isComparing, _chosen, _jobs) => {
      const [a, b] = chosenCards(store.state);
      place.hidden = !isComparing || !a?.pictures[0] || !b?.pictures[0];
      if (place.hidden) return;
      for (const [picture, card, index] of [
        [left, a!, 1],
        [right, b!, 2],
      ] as const) {
        const src = faceAddress(card!, card!.pictures[0]!.index);
        if (picture.getAttribute('src') !== src) picture.src = src;
        picture.alt = labelOf('page.compared', { index, prompt: card.order.prompt });
      }
      table.replaceChildren(...rowsOf(a!, b!));
    },
  );
  return place;
}

/** Over each other with a cut, beside each other, or one after the other at a press: nothing moves by itself. */
const WAYS = ['slider', 'side-by-side', 'flicker'] as const;

function waysOf(two: HTMLElement): HTMLElement {
  const buttons = WAYS.map((way) => {
    const onclick = () => choose(way);
    const label = labelOf(`page.${way}`);
    return { way, button: element('button', { type: 'button', class: 'btn small', onclick }, label) };
  });
  const choose = (chosen: (typeof WAYS)[number]) => {
    two.dataset.way = chosen;
    two.classList.remove('swapped');
    for (const { way, button } of buttons) button.setAttribute('aria-pressed', String(way === chosen));
  };
  choose('slider');
  const traits = { class: 'seg', role: 'group', 'aria-label': labelOf('page.how-compared') };
  return element('div', traits, ...buttons.map(({ button }) => button));
}

/** What differs is printed blue and bold: not by its colour alone. */
function rowsOf(a: JobCard, b: JobCard): readonly HTMLElement[] {
  const head = element(
    'tr',
    {},
    element('td', {}),
    element('th', { scope: 'col' }, '1'),
    element('th', { scope: 'col' }, '2'),
  );
  const [first, second] = [factsOf(a), factsOf(b)];
  return [
    head,
    ...first.map(([name, value], index) => {
      const other = second[index]![1];
      const differs = value === other ? '' : 'differs';
      return element(
        'tr',
        {},
        element('th', { scope: 'row' }, name),
        element('td', { class: differs }, value),
        element('td', { class: differs }, other),
      );
    }),
  ];
}

function factsOf({ order, settled, style, pictures }: JobCard): readonly (readonly [string, string])[] {
  const { steps = 0, guidance = 0, sampler = '', model = '', width = 0, height = 0 } = settled ?? {};
  return [
    [labelOf('page.words'), order.prompt],
    [labelOf('page.style'), style ?? 'plain'],
    [labelOf('page.seed'), String(pictures[0]?.seed ?? settled?.seed ?? '')],
    [labelOf('page.steps'), words.number(steps)],
    [labelOf('page.guidance'), words.number(guidance)],
    [labelOf('page.sampler'), sampler],
    [labelOf('page.model'), model],
    [labelOf('page.size'), `${width} × ${height}`],
  ];
}
