import { element } from '#bot/studio/page/app/element.ts';
import { teachLabel } from '#bot/studio/page/app/teach-words.ts';
import { lossCurve } from '#bot/studio/page/parts/loss-curve.ts';
import type { TrainedCard } from '#bot/studio/server/train-api.ts';

/** What can be done with something that was taught. */
export interface TaughtActions {
  readonly stop: (name: string) => void;
  readonly remove: (name: string) => void;
}

/** One thing that was taught, or is being taught: how far it is, its losses and samples, and what can be done with it. */
export function taughtRow(card: TrainedCard, actions: TaughtActions): HTMLElement {
  const { name, kind, isDone, step, of } = card;
  const state = isDone
    ? teachLabel('teach.done')
    : step > 0
      ? teachLabel('teach.step', { step, of })
      : teachLabel('teach.waits');
  const bar = element('progress', { max: Math.max(of, 1), value: step, 'aria-label': name });
  return element(
    'li',
    { class: 'taught' },
    element(
      'p',
      { class: 'row' },
      element('b', {}, name),
      element('span', { class: 'soft grow' }, teachLabel(`teach.${kind}`)),
      element('span', { class: 'soft' }, state),
    ),
    ...(isDone ? [] : [bar]),
    ...(card.losses.length > 1 ? [lossCurve(card)] : []),
    ...(card.sampleStep === null ? [] : [samples(card, card.sampleStep)]),
    ...(card.brokeOffAt === null ? [] : [element('p', {}, teachLabel('teach.broke-off', { step: card.brokeOffAt }))]),
    ...(isDone ? [element('p', { class: 'soft use' }, teachLabel('teach.use', { use: useOf(card) }))] : []),
    element(
      'p',
      { class: 'row wrap' },
      ...(isDone ? exportsOf(name) : step > 0 ? [button('teach.stop', () => actions.stop(name))] : []),
      button('teach.delete', () => actions.remove(name)),
    ),
  );
}

function useOf({ name, kind, word }: TrainedCard): string {
  const calls = kind === 'style' ? `${word} style` : word;
  return `${calls} <lora:${name}:1>`;
}

function samples({ name }: TrainedCard, step: number): HTMLElement {
  const label = teachLabel('teach.samples');
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
      teachLabel('teach.export', { style }),
    ),
  );
}

function button(key: 'teach.stop' | 'teach.delete', press: () => void): HTMLElement {
  return element('button', { type: 'button', class: 'btn small', onclick: press }, teachLabel(key));
}
