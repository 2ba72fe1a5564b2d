import { inputOf } from '#bot/studio/page/app/commands.ts';
import { byId, element } from '#bot/studio/page/app/element.ts';
import {
  AXES,
  type AxisName,
  CELLS_MAX,
  cellDraft,
  type GridAxis,
  gridProblem,
  readValues,
  stepsOfGrid,
  usualValues,
} from '#bot/studio/page/app/grid-axes.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { Refused, server } from '#bot/studio/page/app/server.ts';
import { anySeed, changeDraft, type Draft, type PageStore, withCard } from '#bot/studio/page/app/state.ts';
import { labelOf, words } from '#bot/studio/page/app/words.ts';
import { createGridTable, type Grid, type GridCell } from '#bot/studio/page/parts/grid-table.ts';

interface AxisControl {
  readonly row: HTMLElement;
  read(): GridAxis;
}

/** A grid of the same sentence and seed, with one setting different across and another down; a third gives further pages. */
export function showCompareRoom(store: PageStore): void {
  const room = byId('room-compare', HTMLDivElement);
  const prompt = promptField(store);
  const cost = element('p', { class: 'cost', role: 'status' });
  const trouble = element('p', { class: 'trouble', role: 'alert' });
  const draw = drawButton();
  const table = createGridTable(store);
  const changed = () => {
    const { cells, steps, ...grid } = plan();
    const isSaid = store.state.draft.prompt.trim() !== '';
    cost.replaceChildren(
      ...(isSaid ? costOf(store, { pictures: cells.length, steps }) : [labelOf('page.grid-write-first')]),
    );
    trouble.textContent = problemOf(store, { axes: axes.map(({ read }) => read()), cells: cells.length });
    cost.hidden = trouble.textContent !== '';
    draw.disabled = cells.length === 0 || trouble.textContent !== '' || !isSaid;
    table.plan(grid, trouble.textContent === '' ? cells : []);
  };
  const axes = [
    axisControl(store, { label: labelOf('page.across'), first: 'steps', changed }),
    axisControl(store, { label: labelOf('page.downward'), first: 'guidance', changed }),
    axisControl(store, { label: labelOf('page.pages'), first: 'none', changed }),
  ] as const;

  const plan = () =>
    planOf(
      store,
      axes.map(({ read }) => read()),
    );

  draw.addEventListener('click', () => void run());
  const onkeydown = (event: KeyboardEvent) => drawsByEnter(event) && !draw.disabled && void run();
  async function run() {
    const { cells, ...grid } = plan();
    const seed = anySeed();
    table.begin(grid, cells);
    draw.disabled = true;
    trouble.textContent = '';
    try {
      for (const cell of cells)
        table.place(cell, await submit(store, { ...cell.draft, seed: cell.draft.seed ?? seed }));
    } catch (thrown) {
      if (!(thrown instanceof Refused)) throw thrown;
      trouble.textContent = thrown.message;
    }
    draw.disabled = false;
  }

  const sheet = sheetOf([prompt, ...axes.map(({ row }) => row), cost, draw, trouble]);
  sheet.addEventListener('keydown', onkeydown);
  room.append(sheet, table.table, table.panel, table.comparison);
  store.watch(
    ({ draft, cluster, reading }) => [draft, cluster, reading],
    (_draft, _cluster, _reading) => changed(),
  );
}

function drawButton(): HTMLButtonElement {
  const parts = [icon('pencil'), labelOf('page.draw-grid'), ' ', element('kbd', {}, 'Enter')];
  return element('button', { class: 'btn main' }, ...parts);
}

/** What the grid takes, and how long about, once a step has been measured. */
function costOf({ state }: PageStore, { pictures, steps }: { readonly pictures: number; readonly steps: number }) {
  const stepMs = state.cluster.renderers[0]?.resident[0]?.stepMs ?? 0;
  const about = stepMs > 0 ? labelOf('page.grid-time', { seconds: Math.ceil((steps * stepMs) / 1000) }) : '';
  return [element('b', {}, labelOf('page.grid-cost', { pictures, steps: words.number(steps) })), ' ', about];
}

/** The words of all cells: the same as in the composer. */
function promptField(store: PageStore): HTMLTextAreaElement {
  const label = labelOf('page.prompt');
  const placeholder = labelOf('page.prompt-example');
  const oninput = () => changeDraft(store, { prompt: field.value });
  const traits = { class: 'grid-prompt', rows: 2, spellcheck: 'false', 'aria-label': label, placeholder };
  const field = element('textarea', { ...traits, oninput });
  store.watch(
    ({ draft }) => [draft.prompt],
    (prompt) => {
      if (field.value !== prompt) field.value = prompt;
    },
  );
  return field;
}

/** In the words and in the values of an axis, as in the composer. */
function drawsByEnter(event: KeyboardEvent): boolean {
  const { target, key, shiftKey, isComposing, repeat } = event;
  if (key !== 'Enter' || shiftKey || isComposing || repeat) return false;
  if (!(target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement)) return false;
  event.preventDefault();
  return true;
}

/** What is in the way of a grid, as a sentence; empty = nothing. */
function problemOf(
  { state }: PageStore,
  { axes, cells }: { readonly axes: readonly GridAxis[]; readonly cells: number },
): string {
  if (cells > CELLS_MAX) return labelOf('page.grid-too-large', { max: CELLS_MAX });
  const problem = gridProblem(state.draft, axes);
  if (!problem) return '';
  const { kind, name, value } = problem;
  if (kind === 'no-word') return labelOf('page.grid-no-word', { word: value });
  return labelOf('page.grid-no-number', { setting: labelOf(`page.axis-${name}`), given: value });
}

function sheetOf(parts: readonly HTMLElement[]): HTMLElement {
  return element(
    'section',
    { class: 'sheet axes', 'aria-labelledby': 'compare-title' },
    element('h2', { id: 'compare-title' }, labelOf('page.compare-settings')),
    ...parts,
    element('p', { class: 'soft small-text' }, labelOf('page.one-seed')),
  );
}

interface Plan extends Grid {
  readonly cells: readonly GridCell[];
  /** Of all cells together. */
  readonly steps: number;
}

function planOf(store: PageStore, [across, down, pages]: readonly GridAxis[]): Plan {
  const { draft, reading } = store.state;
  const [first, second, third] = [across!, down!, pages!];
  const at = ({ values }: GridAxis) => (values.length === 0 ? [''] : values);
  const cells = at(third).flatMap((page) =>
    at(second).flatMap((row) =>
      at(first).map((column): GridCell => {
        const chosen = [
          { axis: third, value: page },
          { axis: second, value: row },
          { axis: first, value: column },
        ].filter(({ axis }) => axis.values.length > 0);
        return { page, row, column, draft: cellDraft(draft, chosen) };
      }),
    ),
  );
  const steps = stepsOfGrid(
    cells.map((cell) => cell.draft),
    reading?.settled?.steps ?? STEPS_USUAL,
  );
  return { across: first, down: second, pages: third, cells, steps };
}

/** What most samplers take, until the studio has read the draft. */
const STEPS_USUAL = 20;

async function submit(store: PageStore, draft: Draft): Promise<string> {
  const reply = await server.submit(inputOf({ ...draft, start: null }), null);
  if (reply.answer !== 'panel') return '';
  // The news of it may have come first.
  const isKnown = store.state.jobs.some(({ id }) => id === reply.job.id);
  if (!isKnown) store.set({ jobs: withCard(store.state.jobs, reply.job) });
  return reply.job.id;
}

interface AxisOptions {
  readonly label: string;
  readonly first: AxisName;
  readonly changed: () => void;
}

function axisControl(store: PageStore, { label, first, changed }: AxisOptions): AxisControl {
  const select = element(
    'select',
    { 'aria-label': label },
    ...AXES.map((name) => element('option', { value: name, selected: name === first }, labelOf(`page.axis-${name}`))),
  );
  const values = element('input', {
    type: 'text',
    autocomplete: 'off',
    'aria-label': labelOf('page.values-of', { label }),
  });
  const fill = () => {
    values.value = usualValues(select.value as AxisName, store.state).join(', ');
    values.hidden = select.value === 'none';
    changed();
  };
  select.addEventListener('change', fill);
  values.addEventListener('input', changed);
  values.value = usualValues(first, store.state).join(', ');
  values.hidden = first === 'none';
  return {
    row: element('div', { class: 'field' }, element('span', { class: 'name' }, label), select, values),
    read: () => ({
      name: select.value as AxisName,
      values: select.value === 'none' ? [] : readValues(select.value as AxisName, values.value),
    }),
  };
}
