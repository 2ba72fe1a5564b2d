import { element } from '#bot/studio/page/app/element.ts';
import { trainLabel } from '#bot/studio/page/app/train-words.ts';
import type { TrainedCard } from '#bot/studio/server/train-api.ts';

/** Pictures of the strip: before, the newest, and the next one's place. */
const SHOWN_MAX = 4;

/** The same words and seed before the training and as it goes, with the place of the next one. */
export function sampleStrip({ name, sampleSteps, how, of, isDone }: TrainedCard): HTMLElement {
  const [first, ...rest] = sampleSteps;
  const shown = [...(first === undefined ? [] : [first]), ...rest.slice(1 - SHOWN_MAX)];
  const last = shown.at(-1) ?? 0;
  const next = isDone || !how ? of : Math.min(of, last + how.sampleEvery);
  const words = how ? `${how.samplePrompts.join(' · ')}, ${trainLabel('how-seed')} ${how.seed}` : '';
  return element(
    'section',
    { class: 'samples-part' },
    element(
      'p',
      { class: 'row wrap' },
      element('b', { class: 'grow' }, trainLabel('samples')),
      element('span', { class: 'soft fine' }, words),
    ),
    element(
      'div',
      { class: 'samples' },
      ...shown.map((step) => sample(name, step, step === last)),
      ...(isDone || next <= last ? [] : [place(next)]),
    ),
  );
}

function sample(name: string, step: number, isNewest: boolean): HTMLElement {
  const label = step === 0 ? trainLabel('before') : trainLabel('sample-at', { step });
  return element(
    'figure',
    {},
    element('img', { src: `/api/train/${name}/samples?step=${step}`, alt: label, class: 'px' }),
    element('figcaption', { class: isNewest && step > 0 ? 'strong' : 'soft' }, label),
  );
}

function place(step: number): HTMLElement {
  const label = trainLabel('sample-coming', { step });
  return element('figure', {}, element('span', { class: 'hatch' }), element('figcaption', { class: 'soft' }, label));
}
