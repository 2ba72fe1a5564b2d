import { trainLabel } from '#bot/studio/page/app/train-words.ts';
import type { TrainedCard } from '#bot/studio/server/train-api.ts';

const WIDTH = 520;
const HEIGHT = 120;
const SVG = 'http://www.w3.org/2000/svg';

/** Points that the thick line is the mean of. */
const MEAN_OF = 12;

/** The losses of a training: thin as they are, thick as their running mean. */
export function lossCurve({ losses, of }: Pick<TrainedCard, 'losses' | 'of'>): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const values = losses.map(({ loss }) => loss);
  const means = values.map((_, i) => meanOf(values.slice(Math.max(0, i + 1 - MEAN_OF), i + 1)));
  const [from = 0, to = 0] = [means[0], means.at(-1)];
  const label = trainLabel('train-page.loss', { from: from.toFixed(3), to: to.toFixed(3) });
  for (const [name, value] of Object.entries({ viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'loss', role: 'img' }))
    svg.setAttribute(name, value);
  svg.setAttribute('aria-label', label);
  const most = Math.max(...values, Number.MIN_VALUE);
  const at = (value: number, i: number) => {
    const x = (WIDTH * losses[i]!.step) / Math.max(of, 1);
    return `${x.toFixed(1)} ${(HEIGHT * (1 - value / most)).toFixed(1)}`;
  };
  for (const [kind, line] of [
    ['thin', values],
    ['thick', means],
  ] as const) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('class', kind);
    path.setAttribute('d', line.length === 0 ? '' : `M${line.map(at).join('L')}`);
    svg.append(path);
  }
  return svg;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
