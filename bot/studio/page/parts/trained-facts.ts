import { element } from '#bot/studio/page/app/element.ts';
import { trainLabel } from '#bot/studio/page/app/train-words.ts';
import type { TrainHowCard } from '#bot/studio/server/train-api.ts';

/** What a training does in each step, in plain words, and the numbers that it does it with. */
export function trainedFacts({ model, rank, rate, seed, pictures, stepMs, bytes, ...more }: TrainHowCard): HTMLElement {
  const speed = stepMs && trainLabel('step-seconds', { seconds: (stepMs / 1000).toPrecision(2) });
  const size = bytes && trainLabel('megabytes', { count: (bytes / 2 ** 20).toPrecision(2) });
  const facts = [
    ['model', model],
    ['rank', rank],
    ['speed', speed],
    ['rate', trainLabel('at-most', { rate: rate.toExponential() })],
    ['size', size],
    ['seed', seed],
    ['pictures', pictures],
    ['precision', more.precision],
    ['text', more.trainText ? '✓' : null],
    ['crop', more.randomCrop ? '✓' : null],
  ] as const;
  return element(
    'section',
    { class: 'how-part' },
    element('p', {}, element('b', {}, trainLabel('how'))),
    element('p', { class: 'soft' }, trainLabel('how-about')),
    element(
      'dl',
      { class: 'how' },
      ...facts.flatMap(([key, value]) =>
        value === null || value === 0 ? [] : [fact(trainLabel(`how-${key}`), value)],
      ),
    ),
  );
}

function fact(name: string, value: string | number): HTMLElement {
  return element('div', {}, element('dt', {}, name), element('dd', {}, String(value)));
}
