import { element } from '#bot/studio/page/app/element.ts';
import { trainLabel } from '#bot/studio/page/app/train-words.ts';
import type { TrainedCard } from '#bot/studio/server/train-api.ts';

const WIDTH = 560;
/** Of the curve alone; the axis stands below it. */
const HEIGHT = 180;
const AXIS = 38;
const SVG = 'http://www.w3.org/2000/svg';

/** Points that the thick line is the mean of. */
const MEAN_OF = 12;

/** Marks of the step axis at most. */
const MARKS_MAX = 5;

/** The losses of a training over its steps: thin as they are, thick as their running mean; dots where samples were drawn. */
export function lossCurve({
  losses,
  of,
  sampleSteps,
}: Pick<TrainedCard, 'losses' | 'of' | 'sampleSteps'>): HTMLElement {
  const values = losses.map(({ loss }) => loss);
  const means = values.map((_, i) => meanOf(values.slice(Math.max(0, i + 1 - MEAN_OF), i + 1)));
  const [from = 0, to = 0] = [means[0], means.at(-1)];
  const top = niceAbove(Math.max(...values, Number.MIN_VALUE));
  const x = (step: number) => (WIDTH * step) / Math.max(of, 1);
  const y = (loss: number) => HEIGHT * (1 - loss / top);
  const line = (all: readonly number[]) =>
    all.length === 0
      ? ''
      : `M${all.map((loss, i) => `${x(losses[i]!.step).toFixed(1)} ${y(loss).toFixed(1)}`).join('L')}`;
  const label = trainLabel('loss', { from: from.toFixed(3), to: to.toFixed(3) });
  const svg = shape('svg', {
    viewBox: `0 0 ${WIDTH} ${HEIGHT + AXIS}`,
    class: 'loss',
    role: 'img',
    'aria-label': label,
  });
  const last = losses.at(-1);
  svg.append(
    ...levels(top, y),
    ...stepAxis(of, x),
    ...sampleSteps
      .filter((step) => step > 0)
      .map((step) => shape('path', { class: 'sampled', d: `M${x(step)} 0V${HEIGHT}` })),
    shape('path', { class: 'thin', d: line(values) }),
    shape('path', { class: 'thick', d: line(means) }),
    ...(last ? [shape('circle', { class: 'now', cx: x(last.step), cy: y(to), r: 5 })] : []),
  );
  const about = trainLabel('loss-about', { count: MEAN_OF });
  return element(
    'section',
    { class: 'loss-part' },
    element(
      'p',
      { class: 'row wrap' },
      element('b', { class: 'grow' }, trainLabel('loss-heading')),
      element('span', { class: 'soft fine' }, about),
    ),
    svg as unknown as HTMLElement,
  );
}

/** Lines across at the top, at two thirds and at one, each with its loss. */
function levels(top: number, y: (loss: number) => number): readonly SVGElement[] {
  return [3, 2, 1].flatMap((third) => {
    const loss = (top * third) / 3;
    return [
      shape('path', { class: 'level', d: `M0 ${y(loss).toFixed(1)}H${WIDTH}` }),
      written(loss.toPrecision(2), { x: WIDTH - 2, y: y(loss) + 14, 'text-anchor': 'end' }),
    ];
  });
}

/** The axis of steps: a mark every so many round ones, and the last step by name. */
function stepAxis(of: number, x: (step: number) => number): readonly SVGElement[] {
  const every = roundSteps(of);
  const marks = Array.from({ length: Math.floor(of / every) + 1 }, (_, i) => i * every);
  const small = Array.from({ length: Math.floor((10 * of) / every) + 1 }, (_, i) => (i * every) / 10);
  const end = trainLabel('loss-steps', { of });
  return [
    shape('path', { class: 'axis', d: `M0 ${HEIGHT}H${WIDTH}` }),
    shape('path', { class: 'axis', d: small.map((step) => `M${x(step).toFixed(1)} ${HEIGHT}v4`).join('') }),
    shape('path', { class: 'axis', d: [...marks, of].map((step) => `M${x(step).toFixed(1)} ${HEIGHT}v10`).join('') }),
    // What would stand too near to the name of the last step is left out.
    ...marks
      .filter((step) => x(step) < WIDTH - 90)
      .map((step) =>
        written(String(step), { x: x(step), y: HEIGHT + 28, 'text-anchor': step === 0 ? 'start' : 'middle' }),
      ),
    written(end, { x: WIDTH, y: HEIGHT + 28, 'text-anchor': 'end' }),
  ];
}

/** Steps between two marks: 1, 2 or 5 times a power of ten, so that there are few. */
function roundSteps(of: number): number {
  for (let power = 1; ; power *= 10)
    for (const digit of [1, 2, 5]) if (of / (digit * power) <= MARKS_MAX) return digit * power;
}

/** The next round number above, so that the curve's scale does not change with every step. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1.2, 1.5, 2, 3, 4, 6, 8, 10].find((digit) => digit * power >= value) ?? 10) * power;
}

function shape(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(SVG, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

function written(text: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = shape('text', attributes);
  made.textContent = text;
  return made;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
