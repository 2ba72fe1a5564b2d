import { element } from '#bot/studio/page/app/element.ts';
import { trainLabel } from '#bot/studio/page/app/train-words.ts';
import type { TrainHowCard } from '#bot/studio/server/train-api.ts';

/** What a training does in each step, in plain words, and the numbers that it does it with. */
export function trainedFacts({ model, rank, rate, seed, pictures, stepMs, bytes }: TrainHowCard): HTMLElement {
  const speed = stepMs && trainLabel('train-page.step-seconds', { seconds: (stepMs / 1000).toPrecision(2) });
  const size = bytes && trainLabel('train-page.megabytes', { count: (bytes / 2 ** 20).toPrecision(2) });
  const facts = [
    ['model', model],
    ['rank', rank],
    ['speed', speed],
    ['rate', trainLabel('train-page.constant', { rate: rate.toExponential() })],
    ['size', size],
    ['seed', seed],
    ['pictures', pictures],
  ] as const;
  return element(
    'section',
    { class: 'how-part' },
    element('p', {}, element('b', {}, trainLabel('train-page.how'))),
    element('p', { class: 'soft' }, trainLabel('train-page.how-about')),
    element(
      'dl',
      { class: 'how' },
      ...facts.flatMap(([key, value]) =>
        value === null || value === 0
          ? []
          : [
              element(
                'div',
                {},
                element('dt', {}, trainLabel(`train-page.how-${key}`)),
                element('dd', {}, String(value)),
              ),
            ],
      ),
    ),
  );
}
