import { element } from '#bot/studio/page/app/element.ts';
import { trainLabel } from '#bot/studio/page/app/train-words.ts';
import { lossCurve } from '#bot/studio/page/parts/loss-curve.ts';
import { trainedFacts } from '#bot/studio/page/parts/trained-facts.ts';
import { sampleStrip } from '#bot/studio/page/parts/trained-samples.ts';
import type { TrainedCard } from '#bot/studio/server/train-api.ts';

/** What can be done with something that was trained. */
export interface TrainedActions {
  readonly stop: (name: string) => void;
  readonly pause: (name: string) => void;
  readonly resume: (name: string) => void;
  readonly remove: (name: string) => void;
  /** Takes its settings and pictures over for another training. */
  readonly again: (name: string) => void;
  /** Draws with it. */
  readonly make: (prompt: string) => void;
}

/** Rows of what has not changed stay as they are, with what is typed in them; a button that was pressed keeps the focus. */
export function keptRows(actions: TrainedActions): (trained: readonly TrainedCard[]) => readonly HTMLElement[] {
  let known = new Map<string, { readonly text: string; readonly row: HTMLElement }>();
  return (trained) => {
    const rows = trained.map((card) => {
      const [before, text] = [known.get(card.name), JSON.stringify(card)];
      if (before?.text === text) return [card.name, before] as const;
      const row = trainedRow(card, actions);
      if (before) keepWhatIsDone(before.row, row);
      return [card.name, { text, row }] as const;
    });
    known = new Map(rows);
    return rows.map(([, { row }]) => row);
  };
}

/** Takes over what is typed, and moves the focus to what stands in the same place of the new row, once that is shown. */
function keepWhatIsDone(before: HTMLElement, row: HTMLElement): void {
  const at = [...before.querySelectorAll('button')].findIndex((one) => one.matches(':focus'));
  if (at >= 0) queueMicrotask(() => row.querySelectorAll('button')[at]?.focus());
  const [typed, input] = [before.querySelector('input'), row.querySelector('input')];
  if (!typed || !input) return;
  input.value = typed.value;
  const { selectionStart, selectionEnd } = typed;
  if (!typed.matches(':focus')) return;
  queueMicrotask(() => {
    input.focus();
    input.setSelectionRange(selectionStart, selectionEnd);
  });
}

/** One thing that was trained, or is being trained: how far it is, its losses and samples, and what can be done with it. */
function trainedRow(card: TrainedCard, actions: TrainedActions): HTMLElement {
  const { name, kind, isDone, step, of, how } = card;
  const bar = element('progress', { max: Math.max(of, 1), value: step, 'aria-label': name });
  return element(
    'li',
    { class: 'trained' },
    element(
      'p',
      { class: 'row wrap' },
      element('b', {}, name),
      element('span', { class: 'soft grow' }, trainLabel(kind)),
      element('span', { class: 'soft' }, stateOf(card)),
    ),
    ...(isDone ? [] : [bar]),
    element('p', { class: 'row wrap' }, ...buttonsOf(card, actions)),
    ...(card.brokeOffAt === null ? [] : [element('p', {}, trainLabel('broke-off', { step: card.brokeOffAt }))]),
    ...(card.losses.length > 1 ? [lossCurve(card)] : []),
    ...(card.sampleSteps.length === 0 ? [] : [sampleStrip(card)]),
    ...(isDone || card.interimStep !== null ? tryPart(card, actions) : []),
    ...(how && (step > 0 || isDone) ? [trainedFacts(how)] : []),
  );
}

function stateOf({ isDone, isPaused, isLate, step, of, secondsLeft }: TrainedCard): string {
  if (isDone) return trainLabel('done');
  const far = step === 0 ? trainLabel('waits') : trainLabel('step', { step, of });
  if (isPaused) return `${far}, ${trainLabel('paused')}`;
  if (secondsLeft === null) return far;
  return `${far}, ${trainLabel(isLate ? 'longer' : 'left', { seconds: secondsLeft })}`;
}

function buttonsOf(
  { name, isDone, isPaused, step, how }: TrainedCard,
  actions: TrainedActions,
): readonly HTMLElement[] {
  const { stop, pause, resume, remove, again } = actions;
  const hold = isPaused ? button('resume', () => resume(name)) : button('pause', () => pause(name));
  const open = step > 0 ? [hold, button('stop', () => stop(name))] : [hold];
  const next = isDone && how ? [button('again', () => again(name))] : [];
  return [...(isDone ? exportsOf(name) : open), ...next, button('delete', () => remove(name))];
}

/** A prompt that calls it up, to be drawn at once. */
function tryPart(card: TrainedCard, { make }: TrainedActions): readonly HTMLElement[] {
  const { interimStep: step } = card;
  const heading = step === null ? trainLabel('try') : trainLabel('try-at', { step });
  const label = trainLabel('try-prompt');
  const prompt = element('input', { type: 'text', 'aria-label': label, value: useOf(card) });
  const draw = element('button', { type: 'submit', class: 'btn' }, trainLabel('try-make'));
  const form = element('form', { class: 'row try' }, prompt, draw);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    make(prompt.value);
  });
  return [
    element('p', {}, element('b', {}, heading)),
    form,
    element('p', { class: 'soft use' }, trainLabel('use', { use: useOf(card) })),
  ];
}

function useOf({ name, kind, word }: TrainedCard): string {
  const calls = kind === 'style' ? `${word} style` : word;
  return `${calls} <lora:${name}:1>`;
}

function exportsOf(name: string): readonly HTMLElement[] {
  return ['kohya', 'peft'].map((style) =>
    element(
      'a',
      { class: 'btn small', href: `/api/train/${name}/${style}.safetensors`, download: '' },
      trainLabel('export', { style }),
    ),
  );
}

function button(key: 'stop' | 'delete' | 'pause' | 'resume' | 'again', press: () => void): HTMLElement {
  return element('button', { class: 'btn small', onclick: press }, trainLabel(key));
}
