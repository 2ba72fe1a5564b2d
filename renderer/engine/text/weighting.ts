import { mix, scale, type Tensor } from '#renderer/engine/tensor.ts';
import type { TokenWindow } from '#renderer/engine/text/chunks.ts';
import type { EncodedWindow, ReadWindows } from '#renderer/engine/text/window-reader.ts';
import type { Weighting } from '#shared/contract/bounds.ts';

export interface WeightedReading {
  readonly read: ReadWindows;
  /** The window of the empty prompt. */
  readonly empty: TokenWindow;
  readonly weighting: Weighting;
}

/** Reads the windows of one text with the weights at their positions. What weighs 1 throughout stays as it comes. */
export async function weightedWindows(
  windows: readonly TokenWindow[],
  { read, empty, weighting }: WeightedReading,
): Promise<readonly EncodedWindow[]> {
  const encoded = await read(windows);
  if (!windows.some(isWeighted)) return encoded;
  switch (weighting) {
    case 'a1111':
      return weigh(windows, encoded, (hidden, weights) => meanRestored(hidden, multiplied(hidden, weights)));
    case 'a1111-no-norm':
      return weigh(windows, encoded, multiplied);
    case 'comfy':
    case 'compel': {
      const [nothing] = await read([empty]);
      const stretch = (hidden: Tensor, weights: readonly number[]) =>
        stretched(hidden, { from: nothing!.hidden, weights });
      const whole = weigh(windows, encoded, stretch);
      return weighting === 'comfy' ? whole : blended(whole, { windows, read, stretch });
    }
  }
}

type Weigh = (hidden: Tensor, weights: readonly number[]) => Tensor;

function weigh(windows: readonly TokenWindow[], encoded: readonly EncodedWindow[], change: Weigh): EncodedWindow[] {
  return encoded.map((one, i) =>
    isWeighted(windows[i]!) ? { ...one, hidden: change(one.hidden, windows[i]!.weights) } : one,
  );
}

function isWeighted({ weights }: TokenWindow): boolean {
  return weights.some((weight) => weight !== 1);
}

function multiplied(hidden: Tensor, weights: readonly number[]): Tensor {
  const width = hidden.dims.at(-1)!;
  return { dims: hidden.dims, data: hidden.data.map((value, i) => value * weights[Math.floor(i / width)]!) };
}

function meanRestored(before: Tensor, after: Tensor): Tensor {
  const now = mean(after.data);
  // A mean of exactly 0 cannot be scaled back to another.
  return now === 0 ? after : scale(mean(before.data) / now, after);
}

function stretched(hidden: Tensor, { from, weights }: { from: Tensor; weights: readonly number[] }): Tensor {
  const width = hidden.dims.at(-1)!;
  const data = hidden.data.map((value, i) => {
    const weight = weights[Math.floor(i / width)]!;
    return weight === 1 ? value : (value - from.data[i]!) * weight + from.data[i]!;
  });
  return { dims: hidden.dims, data };
}

interface Blending {
  readonly windows: readonly TokenWindow[];
  readonly read: ReadWindows;
  readonly stretch: Weigh;
}

/**
 * compel's DownweightMode.MASK (embeddings_provider.py): each span below weight 1 adds the text read without looking at
 * it, with the weight tan((1 - w)·π/2); the sum is divided by the sum of weights, over all windows of the text.
 */
async function blended(
  whole: readonly EncodedWindow[],
  { windows, read, stretch }: Blending,
): Promise<EncodedWindow[]> {
  const lows = lowSpans(windows);
  const total = [...lows.values()].reduce((sum, pull) => sum + pull, 1);
  const result: EncodedWindow[] = [];
  for (const [i, window] of windows.entries()) {
    const here = [...lows].filter(([span]) => window.spans.includes(span));
    // Reading a window without what is not in it changes nothing: those pulls go to the whole.
    const share = total - here.reduce((sum, [, pull]) => sum + pull, 0);
    let hidden = scale(share / total, whole[i]!.hidden);
    for (const [span, pull] of here) {
      const masked = window.spans.flatMap((own, position) => (own === span ? [position] : []));
      const [without] = await read([window], masked);
      hidden = mix(1, hidden, pull / total, stretch(without!.hidden, window.weights));
    }
    result.push({ ...whole[i]!, hidden: here.length === 0 ? whole[i]!.hidden : hidden });
  }
  return result;
}

/** Least weight that counts: at 0 the pull would be infinite. */
const LEAST = 1e-5;

/** Spans below weight 1, with the pull of the text without them. */
function lowSpans(windows: readonly TokenWindow[]): ReadonlyMap<number, number> {
  const lows = new Map<number, number>();
  for (const { spans, weights } of windows) {
    for (const [position, span] of spans.entries()) {
      const weight = weights[position]!;
      if (span !== null && weight < 1) lows.set(span, Math.tan(((1 - Math.max(LEAST, weight)) * Math.PI) / 2));
    }
  }
  return lows;
}

function mean(data: Float32Array): number {
  return data.reduce((sum, value) => sum + value, 0) / data.length;
}
