import { element } from '#bot/studio/page/app/element.ts';
import { trainLabel } from '#bot/studio/page/app/train-words.ts';
import { lossCurve } from '#bot/studio/page/parts/loss-curve.ts';
import type { TrainedCard } from '#bot/studio/server/train-api.ts';

/** What can be done with something that was trained. */
export interface TrainedActions {
  readonly stop: (name: string) => void;
  readonly remove: (name: string) => void;
}

/** One thing that was trained, or is being trained: how far it is, its losses and samples, and what can be done with it. */
export function trainedRow(card: TrainedCard, actions: TrainedActions): HTMLElement {
  const { name, kind, isDone, step, of } = card;
  const state = isDone
    ? trainLabel('train-page.done')
    : step > 0
      ? trainLabel('train-page.step', { step, of })
      : trainLabel('train-page.waits');
  const bar = element('progress', { max: Math.max(of, 1), value: step, 'aria-label': name });
  return element(
    'li',
    { class: 'trained' },
    element(
      'p',
      { class: 'row' },
      element('b', {}, name),
      element('span', { class: 'soft grow' }, trainLabel(`train-page.${kind}`)),
      element('span', { class: 'soft' }, state),
    ),
    ...(isDone ? [] : [bar]),
    ...(card.losses.length > 1 ? [lossCurve(card)] : []),
    ...(card.sampleStep === null ? [] : [samples(card, card.sampleStep)]),
    ...(card.brokeOffAt === null
      ? []
      : [element('p', {}, trainLabel('train-page.broke-off', { step: card.brokeOffAt }))]),
    ...(isDone ? [element('p', { class: 'soft use' }, trainLabel('train-page.use', { use: useOf(card) }))] : []),
    element(
      'p',
      { class: 'row wrap' },
      ...(isDone ? exportsOf(name) : step > 0 ? [button('train-page.stop', () => actions.stop(name))] : []),
      button('train-page.delete', () => actions.remove(name)),
    ),
  );
}

function useOf({ name, kind, word }: TrainedCard): string {
  const calls = kind === 'style' ? `${word} style` : word;
  return `${calls} <lora:${name}:1>`;
}

function samples({ name }: TrainedCard, step: number): HTMLElement {
  const label = trainLabel('train-page.samples');
  const source = `/api/train/${name}/samples?step=${step}`;
  return element(
    'figure',
    { class: 'samples' },
    element('img', { src: source, alt: label }),
    element('figcaption', { class: 'soft' }, label),
  );
}

function exportsOf(name: string): readonly HTMLElement[] {
  return ['kohya', 'peft'].map((style) =>
    element(
      'a',
      { class: 'btn small', href: `/api/train/${name}/${style}.safetensors`, download: '' },
      trainLabel('train-page.export', { style }),
    ),
  );
}

function button(key: 'train-page.stop' | 'train-page.delete', press: () => void): HTMLElement {
  return element('button', { type: 'button', class: 'btn small', onclick: press }, trainLabel(key));
}
