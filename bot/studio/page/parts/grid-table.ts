import { edit } from '#bot/studio/page/app/commands.ts';
import { element } from '#bot/studio/page/app/element.ts';
import type { GridAxis } from '#bot/studio/page/app/grid-axes.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { enterRoom } from '#bot/studio/page/app/rooms.ts';
import { saveSheet } from '#bot/studio/page/app/save-sheet.ts';
import { pictureAddress } from '#bot/studio/page/app/server.ts';
import type { Draft, PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
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
  /** Hatches all of it. */
  begin(grid: Grid, cells: readonly GridCell[]): void;
  /** Says which job draws a cell. */
  place(cell: GridCell, jobId: string): void;
}

/** Nothing is there yet. */
export function createGridTable(store: PageStore): GridTable {
  const pages = element('div', { class: 'grid-pages' });
  const save = element(
    'button',
    { type: 'button', class: 'btn', hidden: true },
    icon('save'),
    labelOf('page.save-sheet'),
  );
  const empty = element('p', { class: 'empty' }, labelOf('page.grid-empty'));
  const table = element('section', { class: 'grid-place', 'aria-label': labelOf('page.grid') }, empty, pages, save);
  let shown: {
    readonly grid: Grid;
    readonly cells: Map<GridCell, { button: HTMLButtonElement; jobId: string }>;
  } | null = null;

  const show = () => {
    for (const { button, jobId } of shown?.cells.values() ?? []) {
      const card = store.state.jobs.find(({ id }) => id === jobId);
      if (card) showCell(button, card);
    }
  };
  store.watch(
    ({ jobs }) => [jobs],
    (_jobs) => show(),
  );
  save.addEventListener('click', () => {
    const { grid, cells } = shown!;
    void saveSheet(
      grid,
      [...cells].map(([cell, { button }]) => ({ ...cell, picture: button.querySelector('img') })),
    );
  });

  return {
    table,
    begin(grid, cells) {
      const buttons = new Map(cells.map((cell) => [cell, { button: cellButton(store, cell), jobId: '' }] as const));
      shown = { grid, cells: buttons };
      empty.hidden = true;
      save.hidden = false;
      const names = grid.pages.values.length === 0 ? [''] : grid.pages.values;
      pages.replaceChildren(
        ...names.map((page) =>
          pageTable(grid, page, (row, column) => {
            const cell = cells.find((one) => one.page === page && one.row === row && one.column === column)!;
            return buttons.get(cell)!.button;
          }),
        ),
      );
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

function pageTable(
  { across, down, pages }: Grid,
  page: string,
  cellOf: (row: string, column: string) => HTMLElement,
): HTMLElement {
  const columns = across.values.length === 0 ? [''] : across.values;
  const rows = down.values.length === 0 ? [''] : down.values;
  const axis = (name: GridAxis['name']) => (name === 'none' ? '' : labelOf(`page.axis-${name}`));
  return element(
    'table',
    { class: 'grid-table' },
    page === '' ? null : element('caption', {}, `${axis(pages.name)} ${page}`),
    element(
      'tr',
      {},
      element('td', { class: 'grid-corner' }, axis(across.name), element('br'), axis(down.name)),
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

/** Pressed, it brings its settings to the easel. */
function cellButton(store: PageStore, { row, column, page }: GridCell): HTMLButtonElement {
  const name = [page, row, column].filter(Boolean).join(', ');
  const button = element('button', {
    type: 'button',
    class: 'cell hatch',
    'aria-label': labelOf('page.use-cell', { name }),
    title: labelOf('page.use-cell', { name }),
    onclick: () => {
      const card = store.state.jobs.find(({ id }) => id === button.dataset.cell);
      if (!card) return;
      edit(store, card);
      store.set({ selectedId: card.id });
      enterRoom('draw');
    },
  });
  return button;
}

function showCell(button: HTMLButtonElement, { id, pictures, preview, state }: JobCard): void {
  const [first] = pictures;
  const src = first ? pictureAddress(id, first.index) : preview;
  button.classList.toggle('failed', state === 'failed');
  if (state === 'failed' && !button.textContent) button.textContent = labelOf('page.failed');
  if (src === null || button.firstElementChild?.getAttribute('src') === src) return;
  button.replaceChildren(element('img', { src, alt: '', class: 'px' }));
}
