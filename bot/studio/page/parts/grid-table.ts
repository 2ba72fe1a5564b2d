import { element } from '#bot/studio/page/app/element.ts';
import type { GridAxis } from '#bot/studio/page/app/grid-axes.ts';
import { later } from '#bot/studio/page/app/later.ts';
import { bareWords } from '#bot/studio/page/app/plate-words.ts';
import { type SheetCell, saveSheet, sheetFile } from '#bot/studio/page/app/save-sheet.ts';
import { coverAddress } from '#bot/studio/page/app/server.ts';
import type { Draft, PageStore } from '#bot/studio/page/app/state.ts';
import { inOneLine, labelOf } from '#bot/studio/page/app/words.ts';
import { createGridComparison, type GridComparison } from '#bot/studio/page/parts/grid-comparison.ts';
import { createGridPanel } from '#bot/studio/page/parts/grid-panel.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** One picture of a grid, and where it stands. */
export interface GridCell {
  readonly page: string;
  readonly row: string;
  readonly column: string;
  readonly draft: Draft;
}

/** A grid as it was planned. */
export interface Grid {
  readonly across: GridAxis;
  readonly down: GridAxis;
  readonly pages: GridAxis;
}

/** A grid that fills as its pictures are drawn. */
export interface GridTable {
  readonly table: HTMLElement;
  /** The chosen cell, larger. */
  readonly panel: HTMLElement;
  /** Two cells beside each other, in the panel's place. */
  readonly comparison: HTMLElement;
  /** Shows where pictures would be, hatched, as long as none has been asked for. */
  plan(grid: Grid, cells: readonly GridCell[]): void;
  /** Hatches all of it. */
  begin(grid: Grid, cells: readonly GridCell[]): void;
  /** Says which job draws a cell. */
  place(cell: GridCell, jobId: string): void;
}

/** Nothing is there yet. */
export function createGridTable(store: PageStore): GridTable {
  const pages = element('div', { class: 'grid-pages' });
  const empty = element('p', { class: 'empty' }, labelOf('page.grid-empty'));
  const table = element('section', { class: 'grid-place', 'aria-label': labelOf('page.grid') }, pages, empty);
  let shown: ShownGrid | null = null;
  const hatchPlan = createPlan(pages);
  let chosen: HTMLButtonElement | null = null;
  const cardOf = (cell: HTMLElement | null) => store.state.jobs.find(({ id }) => id === cell?.dataset.cell) ?? null;
  const panel = createGridPanel(store, {
    save: () => shown && void saveSheet(shown.grid, cellsOf(shown)),
    compare: () => comparison.press(),
    show: () => shown && showOnDiscord(shown),
  });
  const comparison = createGridComparison({ panel, chosen: () => chosen, cardOf });
  const choose = (button: HTMLButtonElement) => {
    markChosen(pages, button);
    chosen = button;
    showChosen();
  };
  const showChosen = () => {
    panel.show(cardOf(chosen));
    comparison.follow();
  };
  const show = () => {
    showChosen();
    for (const { button, jobId } of shown?.cells.values() ?? []) {
      const card = store.state.jobs.find(({ id }) => id === jobId);
      if (card) showCell(button, card);
    }
  };
  store.watch(
    ({ jobs }) => [jobs],
    (_jobs) => show(),
  );
  pages.addEventListener('keydown', (event) => walk(event, { pages, panel, comparison, chosen }));

  return {
    table,
    panel: panel.element,
    comparison: comparison.element,
    plan: (grid, cells) => void (shown || hatchPlan(grid, cells)),
    begin(grid, cells) {
      const buttons = new Map(cells.map((cell) => [cell, { button: cellButton(cell, choose), jobId: '' }] as const));
      shown = { grid, cells: buttons };
      empty.hidden = true;
      comparison.end();
      chosen = null;
      pages.replaceChildren(...pagesOf(grid, (cell) => buttons.get(cell)!.button, cells));
      const [first] = buttons.values();
      if (first) choose(first.button);
    },
    place(cell, jobId) {
      const placed = shown?.cells.get(cell);
      if (!placed) return;
      placed.jobId = jobId;
      placed.button.dataset.cell = jobId;
      show();
    },
  };
}

/** One cell is pressed, and one stop for Tab. */
function markChosen(pages: HTMLElement, button: HTMLButtonElement): void {
  for (const one of pages.querySelectorAll<HTMLElement>('button.cell')) {
    one.setAttribute('aria-pressed', String(one === button));
    one.tabIndex = one === button ? 0 : -1;
  }
}

/** Hatches the places of a grid that nobody has asked for yet; the same one again changes nothing. */
function createPlan(pages: HTMLElement): GridTable['plan'] {
  let planned = '';
  return (grid, cells) => {
    const now = JSON.stringify([grid, cells.length]);
    if (planned === now) return;
    planned = now;
    const coming = () => element('span', { class: 'cell hatch' });
    pages.replaceChildren(...(cells.length === 0 ? [] : pagesOf(grid, coming, cells)));
  };
}

interface ShownGrid {
  readonly grid: Grid;
  readonly cells: Map<GridCell, { readonly button: HTMLButtonElement; jobId: string }>;
}

/** With the pictures that are drawn. */
function cellsOf({ cells }: ShownGrid): readonly SheetCell[] {
  return [...cells].map(([cell, { button }]) => ({ ...cell, picture: button.querySelector('img') }));
}

function showOnDiscord(shown: ShownGrid): void {
  const [first] = shown.cells.keys();
  const picture = {
    words: first ? bareWords(first.draft.prompt) : '',
    file: () => sheetFile('image/webp', { axes: shown.grid, cells: cellsOf(shown) }),
  };
  void later(
    () => import('#bot/studio/page/parts/show-dialog.ts'),
    ({ openShowDialog }) => openShowDialog(picture),
  );
}

function pagesOf(
  grid: Grid,
  buttonOf: (cell: GridCell) => HTMLElement,
  cells: readonly GridCell[],
): readonly HTMLElement[] {
  const names = grid.pages.values.length === 0 ? [''] : grid.pages.values;
  return names.map((page) =>
    pageTable(grid, page, (row, column) =>
      buttonOf(cells.find((one) => one.page === page && one.row === row && one.column === column)!),
    ),
  );
}

function pageTable(
  { across, down, pages }: Grid,
  page: string,
  cellOf: (row: string, column: string) => HTMLElement,
): HTMLElement {
  const columns = across.values.length === 0 ? [''] : across.values;
  const rows = down.values.length === 0 ? [''] : down.values;
  return element(
    'table',
    { class: 'grid-table', 'style:--columns': columns.length },
    page === '' ? null : element('caption', {}, `${axisName(pages.name)} ${page}`),
    element(
      'tr',
      {},
      element('td', { class: 'grid-corner' }, axisName(across.name), element('br'), axisName(down.name)),
      ...columns.map((column) => element('th', { scope: 'col' }, column)),
    ),
    ...rows.map((row) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, row),
        ...columns.map((column) => element('td', {}, cellOf(row, column))),
      ),
    ),
  );
}

/** Beside its values: how the axis is used stands where it is chosen. */
function axisName(name: GridAxis['name']): string {
  if (name === 'none') return '';
  return labelOf(name === 'words' ? 'page.axis-words-short' : `page.axis-${name}`);
}

/** Chosen as soon as it is reached: the panel shows it. */
function cellButton({ row, column, page }: GridCell, choose: (button: HTMLButtonElement) => void): HTMLButtonElement {
  const name = inOneLine([page, row, column]);
  const traits = { class: 'cell hatch', 'aria-label': name, title: name, 'aria-pressed': 'false' };
  const button = element('button', { ...traits, onfocus: () => choose(button), onclick: () => choose(button) });
  return button;
}

interface Walk {
  readonly pages: HTMLElement;
  readonly comparison: GridComparison;
  readonly panel: ReturnType<typeof createGridPanel>;
  readonly chosen: HTMLButtonElement | null;
}

/** Arrows go from cell to cell, Enter takes its settings, Space stars it, C compares it with another. */
function walk(event: KeyboardEvent, { pages, panel, comparison, chosen }: Walk): void {
  if (!chosen || document.activeElement !== chosen || event.ctrlKey || event.metaKey) return;
  const cells = [...pages.querySelectorAll<HTMLElement>('.cell')];
  const columns = chosen.closest('tr')!.querySelectorAll('.cell').length;
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
  if (step !== undefined) cells[cells.indexOf(chosen) + step]?.focus();
  else if (event.key === 'Enter') panel.use();
  else if (event.key === ' ') panel.star();
  else if (event.key.toLowerCase() === 'c') comparison.press();
  else if (event.key === 'Escape') comparison.end();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function showCell(button: HTMLButtonElement, { id, moves, pictures, preview, state }: JobCard): void {
  const [first] = pictures;
  const src = first ? coverAddress({ id, moves }, first.index) : preview;
  button.classList.toggle('failed', state === 'failed');
  if (state === 'failed' && !button.textContent) button.textContent = labelOf('page.failed');
  if (src === null || button.firstElementChild?.getAttribute('src') === src) return;
  button.replaceChildren(element('img', { src, alt: '', class: 'px' }));
}
