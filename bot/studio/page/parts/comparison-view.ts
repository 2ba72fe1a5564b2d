import { element } from '#bot/studio/page/app/element.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { coverAddress } from '#bot/studio/page/app/server.ts';
import { labelOf, words } from '#bot/studio/page/app/words.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** Two pictures over each other with a cut to be moved, and a table of what differs. */
export interface ComparisonView {
  readonly element: HTMLElement;
  /** Null = nothing is compared. */
  show(two: readonly [JobCard, JobCard] | null): void;
}

/** Hidden until there is something to compare; `close` is called by its button. */
export function createComparisonView(close: () => void): ComparisonView {
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
    class: 'swap',
    'aria-label': labelOf('page.swap'),
    onclick: () => two.classList.toggle('swapped'),
  });
  const two = element('div', { class: 'two' }, left, right, line, cut, swap);
  const table = element('table', { class: 'diff' });
  const closeButton = element(
    'button',
    { class: 'btn quiet icon-only small', 'aria-label': labelOf('page.close'), onclick: close },
    icon('close'),
  );
  const place = element(
    'aside',
    { class: 'sheet comparison-view', 'aria-label': labelOf('page.compare'), hidden: true },
    element(
      'header',
      { class: 'row' },
      element('h2', { class: 'grow' }, labelOf('page.compare')),
      waysOf(two),
      closeButton,
    ),
    element('div', { class: 'mat slim' }, two),
    table,
    element('p', { class: 'soft small-text' }, labelOf('page.blue-differs')),
  );
  return {
    element: place,
    show(compared) {
      place.hidden = compared === null;
      if (!compared) return;
      for (const [index, picture] of [left, right].entries()) {
        const card = compared[index]!;
        const src = coverAddress(card, card.pictures[0]!.index);
        if (picture.getAttribute('src') !== src) picture.src = src;
        picture.alt = labelOf('page.compared', { index: index + 1, prompt: card.order.prompt });
      }
      table.replaceChildren(...rowsOf(...compared));
    },
  };
}

/** Over each other with a cut, beside each other, or one after the other at a press: nothing moves by itself. */
const WAYS = ['slider', 'side-by-side', 'flicker'] as const;

function waysOf(two: HTMLElement): HTMLElement {
  const buttons = WAYS.map((way) => {
    const onclick = () => choose(way);
    const label = labelOf(`page.${way}`);
    return { way, button: element('button', { class: 'btn small', onclick }, label) };
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
