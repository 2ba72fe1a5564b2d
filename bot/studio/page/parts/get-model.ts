import { element } from '#bot/studio/page/app/element.ts';
import { server } from '#bot/studio/page/app/server.ts';
import { attempt } from '#bot/studio/page/app/toasts.ts';
import { COMMA, labelOf } from '#bot/studio/page/app/words.ts';
import type { PullCard, RendererCard } from '#bot/studio/server/operator-api.ts';

/** A model that a machine can bring: what it is, one button, and how far it is. */
export interface ModelGetter {
  readonly element: HTMLElement;
  show(machine: Pick<RendererCard, 'id' | 'name'>, pull: PullCard): void;
}

/** Nothing is shown yet. The button stays the same one while it brings, stops and goes on, so that it keeps focus. */
export function getModel(): ModelGetter {
  let shown: { readonly machine: string; readonly pull: PullCard } | null = null;
  const press = () =>
    attempt(async () => {
      if (!shown) return;
      const { machine, pull } = shown;
      if (pull.state === 'going') await server.stopPull(machine, pull.model);
      else await server.pull(machine, pull.model);
    });
  const button = element('button', { class: 'btn small', onclick: () => void press() });
  const about = element('p', {});
  const licence = element('a', { target: '_blank', rel: 'noreferrer' });
  const bar = element('progress', {});
  const state = element('p', { role: 'status' });
  const problem = element('p', { class: 'trouble-text' });
  const place = element('div', { class: 'get-model' }, button, about, bar, state, problem);
  return {
    element: place,
    show({ id, name }, pull) {
      shown = { machine: id, pull };
      const { title, state: its, here, all } = pull;
      const word = { offered: labelOf('machines.get', { title }), going: labelOf('machines.stop') };
      button.textContent = its === 'offered' || its === 'going' ? word[its] : labelOf('machines.go-on');
      button.ariaLabel =
        its === 'offered' ? `${button.textContent}: ${name}` : `${button.textContent}, ${title}: ${name}`;
      licence.textContent = labelOf('machines.licence', { licence: pull.licence });
      licence.href = pull.licenceLink;
      about.replaceChildren(
        its === 'offered' ? '' : `${title}, `,
        labelOf('machines.size', { gigabytes: all / GIGABYTE }),
        ...(pull.licence === '' ? [] : [COMMA, licence]),
      );
      bar.hidden = its === 'offered';
      bar.max = all;
      bar.value = here;
      bar.ariaLabel = title;
      const far = { here: here / GIGABYTE, all: all / GIGABYTE };
      state.textContent = wordsOf(its, far);
      problem.textContent = pull.problem ?? '';
    },
  };
}

const GIGABYTE = 1e9;

function wordsOf(state: PullCard['state'], far: { readonly here: number; readonly all: number }): string {
  if (state === 'going') return far.here > 0 ? labelOf('machines.going', far) : labelOf('machines.asking');
  return state === 'stopped' ? labelOf('machines.stopped', far) : '';
}
