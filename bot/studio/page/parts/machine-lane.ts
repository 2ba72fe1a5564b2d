import { boardLabel } from '#bot/studio/page/app/board-words.ts';
import { element, putInOrder } from '#bot/studio/page/app/element.ts';
import { STATE_WORDS } from '#bot/studio/page/app/machine-states.ts';
import { bareWords } from '#bot/studio/page/app/plate-words.ts';
import { server } from '#bot/studio/page/app/server.ts';
import type { State } from '#bot/studio/page/app/state.ts';
import { attempt } from '#bot/studio/page/app/toasts.ts';
import { inOneLine, labelOf } from '#bot/studio/page/app/words.ts';
import { fill } from '#bot/studio/page/parts/field.ts';
import { getModel, type ModelGetter } from '#bot/studio/page/parts/get-model.ts';
import type { LaneBlock, RendererCard } from '#bot/studio/server/operator-api.ts';

/** A machine in the drawer. Its buttons stay the same ones while its words change, so that they keep focus. */
export interface MachineLane {
  readonly element: HTMLElement;
  show(state: Pick<State, 'jobs' | 'facts'>, renderer: RendererCard, plan: LanePlan): void;
}

/** What the machine draws and will draw, and how much time its lane shows. */
export interface LanePlan {
  readonly blocks: readonly LaneBlock[];
  readonly horizonMs: number;
}

/** An empty lane for the machine with this id. */
export function machineLane(id: string): MachineLane {
  const about = element('div');
  const lane = element('ol', { class: 'lane' });
  const holds = element('div', { class: 'holds small-text' });
  const told = machineControls(id);
  const maintenance = maintenanceControls(id);
  const pulls = pullList();
  const left = element('div', { class: 'machine' }, about, holds);
  const place = element('article', {}, left, lane, told.element, maintenance.element, pulls.element);
  return {
    element: place,
    show(state, renderer, { blocks, horizonMs }) {
      place.className = `renderer ${renderer.state}`;
      about.replaceChildren(...wordsAbout(renderer));
      lane.replaceChildren(...placed(blocks, horizonMs).map((block) => blockOf(block, state)));
      lane.ariaLabel = renderer.name;
      holds.replaceChildren(...renderer.resident.map(held));
      told.show(renderer);
      maintenance.show(renderer);
      maintenance.element.hidden = state.facts?.access !== 'all';
      pulls.show(renderer);
    },
  };
}

function wordsAbout({
  name,
  device,
  state,
  reason,
  waiting,
  memoryMib,
  preload,
}: RendererCard): readonly HTMLElement[] {
  const line = [
    device,
    STATE_WORDS[state],
    waiting > 0 ? labelOf('page.waiting', { count: waiting }) : '',
    memoryMib > 0 ? labelOf('page.memory', { mebibytes: memoryMib }) : '',
    preload && preload.problem === null ? labelOf('machines.preloading', { model: preload.model }) : '',
  ];
  const trouble = reason ?? preload?.problem ?? null;
  return [
    element(
      'h3',
      {},
      element('span', { class: `dot ${preload && preload.problem === null ? 'loading' : state}` }),
      name,
    ),
    element('p', { class: 'soft small-text' }, inOneLine(line)),
    ...(trouble === null ? [] : [element('p', { class: 'reason small-text' }, trouble)]),
  ];
}

/** To draw no more, and to load a model. */
function machineControls(id: string) {
  let isDraining = false;
  const drain = element('button', {
    class: 'btn small',
    title: labelOf('machines.drain-about'),
    onclick: () => void attempt(() => server.drain(id, !isDraining)),
  });
  const models = element('select', { class: 'small' });
  const load = element(
    'button',
    {
      class: 'btn small',
      title: labelOf('machines.preload-about'),
      onclick: () => void attempt(() => server.preload(id, models.value)),
    },
    labelOf('machines.preload'),
  );
  const loading = element('span', { class: 'row' }, models, load);
  const place = element('div', { class: 'told row' }, drain, loading);
  return {
    element: place,
    show({ name, state, loadable }: RendererCard) {
      isDraining = state === 'draining';
      place.hidden = state === 'down' || state === 'starting' || state === 'maintenance';
      drain.textContent = labelOf(isDraining ? 'machines.fill' : 'machines.drain');
      drain.ariaLabel = `${drain.textContent}: ${name}`;
      loading.hidden = loadable.length === 0 || isDraining;
      fill(
        models,
        loadable.map((model) => [model, model] as const),
      );
      models.ariaLabel = `${labelOf('machines.preload-model')}: ${name}`;
      load.ariaLabel = `${labelOf('machines.preload')}: ${name}`;
    },
  };
}

/** To leave a machine alone for a while, with the reason, also one that is away; and to take it back. */
function maintenanceControls(id: string) {
  const reason = element('input', {
    type: 'text',
    class: 'small',
    required: true,
    maxLength: 200,
    placeholder: labelOf('machines.maintain-why'),
  });
  const begin = element('button', { type: 'submit', class: 'btn small' }, labelOf('machines.maintain'));
  const form = element(
    'form',
    {
      class: 'row',
      title: labelOf('machines.maintain-about'),
      async onsubmit(event: Event) {
        event.preventDefault();
        await attempt(() => server.maintain(id, reason.value));
        reason.value = '';
      },
    },
    reason,
    begin,
  );
  const end = element(
    'button',
    { class: 'btn small', onclick: () => void attempt(() => server.maintain(id, '')) },
    labelOf('machines.maintain-end'),
  );
  return {
    element: element('div', { class: 'told row' }, form, end),
    show({ name, state }: RendererCard) {
      form.hidden = state === 'maintenance';
      end.hidden = state !== 'maintenance';
      reason.ariaLabel = `${labelOf('machines.maintain-why')}: ${name}`;
      begin.ariaLabel = `${labelOf('machines.maintain')}: ${name}`;
      end.ariaLabel = `${labelOf('machines.maintain-end')}: ${name}`;
    },
  };
}

/** Models that the machine can bring, behind a line to open. */
function pullList() {
  const getters = new Map<string, ModelGetter>();
  const list = element('div', { class: 'pulls' });
  const place = element(
    'details',
    { class: 'more-models' },
    element('summary', {}, labelOf('machines.more-models')),
    list,
  );
  return {
    element: place,
    show(renderer: RendererCard) {
      const { pulls, state } = renderer;
      place.hidden = pulls.length === 0 || state === 'down';
      if (pulls.some((pull) => pull.state === 'going')) place.open = true;
      const shown = pulls.map((pull) => {
        const getter = getters.get(pull.model) ?? getModel();
        getters.set(pull.model, getter);
        getter.show(renderer, pull);
        return getter.element;
      });
      putInOrder(list, shown);
    },
  };
}

function held({ model, adapters, stepMs }: RendererCard['resident'][number]): HTMLElement {
  return element(
    'p',
    {},
    adapters === '' ? model : `${model} + ${adapters}`,
    stepMs > 0 ? element('b', {}, ` ${labelOf('page.step-time', { milliseconds: stepMs })}`) : null,
  );
}

/** The share of a lane that a job takes at least, so that it can be seen, and where nobody knows how long it takes. */
const LEAST = 0.03;
const UNTIMED = 0.12;

interface PlacedBlock extends LaneBlock {
  /** Shares of the lane. */
  readonly from: number;
  readonly to: number;
}

/** Each begins where the one before ends; what lies beyond the time that is shown is left out. */
function placed(blocks: readonly LaneBlock[], horizonMs: number): readonly PlacedBlock[] {
  let edge = 0;
  const all = blocks.map((block) => {
    const { isDrawn, fromMs, untilMs } = block;
    const from = isDrawn ? Math.max(0, fromMs / horizonMs) : Math.max(edge, fromMs / horizonMs);
    const to = untilMs === null ? from + UNTIMED : Math.max(from + LEAST, untilMs / horizonMs);
    edge = Math.max(edge, to);
    return { ...block, from, to: Math.min(1, to) };
  });
  return all.filter(({ from, to }) => to > from);
}

/** A job in its lane: as long as it takes, filled as far as it is drawn. What is not drawn yet has no picture. */
function blockOf({ from, to, ...block }: PlacedBlock, { jobs }: Pick<State, 'jobs'>): HTMLElement {
  const { id, isDrawn, untilMs, full } = block;
  const title = block.title === null ? boardLabel('board.elsewhere') : bareWords(block.title);
  const preview = (isDrawn && jobs.find((card) => card.id === id)?.preview) || null;
  const seconds = untilMs === null ? null : Math.max(1, Math.round(untilMs / 1000));
  const said =
    seconds === null ? boardLabel('board.block-untimed', { title }) : boardLabel('board.block', { title, seconds });
  const kind = `block${isDrawn ? ' drawn' : ''}${id === null ? '' : ' own'}${untilMs === null ? ' untimed' : ''}`;
  return element(
    'li',
    { class: kind, 'style:--full': full, 'style:--from': from, 'style:--to': to, title: said },
    preview === null ? null : element('img', { src: preview, alt: '' }),
    element('i', { 'aria-hidden': 'true' }, title),
    element('span', { class: 'unseen' }, said),
  );
}
