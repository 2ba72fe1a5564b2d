import { element, putInOrder } from '#bot/studio/page/app/element.ts';
import { STATE_WORDS } from '#bot/studio/page/app/machine-states.ts';
import { openJobs } from '#bot/studio/page/app/news.ts';
import { titleOf } from '#bot/studio/page/app/plate-words.ts';
import { server } from '#bot/studio/page/app/server.ts';
import type { State } from '#bot/studio/page/app/state.ts';
import { attempt } from '#bot/studio/page/app/toasts.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { fill } from '#bot/studio/page/parts/field.ts';
import { getModel, type ModelGetter } from '#bot/studio/page/parts/get-model.ts';
import type { JobCard } from '#bot/studio/server/api.ts';
import type { RendererCard } from '#bot/studio/server/operator-api.ts';

/** A machine in the drawer. Its buttons stay the same ones while its words change, so that they keep focus. */
export interface MachineLane {
  readonly element: HTMLElement;
  show(state: State, renderer: RendererCard): void;
}

/** An empty lane for the machine with this id. */
export function machineLane(id: string): MachineLane {
  const about = element('div', { class: 'machine' });
  const now = element('div', { class: 'lane' });
  const holds = element('div', { class: 'holds small-text' });
  const told = machineControls(id);
  const pulls = pullList();
  const place = element('article', {}, about, now, holds, told.element, pulls.element);
  return {
    element: place,
    show(state, renderer) {
      place.className = `renderer ${renderer.state}`;
      about.replaceChildren(...wordsAbout(renderer));
      const drawn = openJobs(state).filter((card) => card.state === 'rendering' && card.renderer === renderer.name);
      now.replaceChildren(...drawn.map(block));
      holds.replaceChildren(...renderer.resident.map(held));
      told.show(renderer);
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
  ].filter((part) => part !== '');
  const trouble = reason ?? preload?.problem ?? null;
  return [
    element(
      'h3',
      {},
      element('span', { class: `dot ${preload && preload.problem === null ? 'loading' : state}` }),
      name,
    ),
    element('p', { class: 'soft small-text' }, line.join(', ')),
    ...(trouble === null ? [] : [element('p', { class: 'reason small-text' }, trouble)]),
  ];
}

/** To draw no more, and to load a model. */
function machineControls(id: string) {
  let isDraining = false;
  const drain = element('button', {
    type: 'button',
    class: 'btn small',
    title: labelOf('machines.drain-about'),
    onclick: () => void attempt(() => server.drain(id, !isDraining)),
  });
  const models = element('select', { class: 'small' });
  const load = element(
    'button',
    {
      type: 'button',
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
      place.hidden = state === 'down' || state === 'starting';
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
