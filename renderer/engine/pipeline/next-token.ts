/** What keeps a text from saying the same again, or from ending too early. */
export interface TokenRules {
  /** Tokens of the whole text, the first one and what it was begun with included, before it may end; 0 = any. */
  readonly lengthMin: number;
  /** Divides (or, below 0, multiplies) the logits of tokens that are there already; 1 = as likely as before. */
  readonly repetitionPenalty: number;
  /** No run of so many tokens comes twice; 0 = any may. */
  readonly noRepeat: number;
}

/**
 * Changes how likely each token is, in place, after the text so far: as transformers' processors of these names do it,
 * in their order.
 */
export function applyRules(
  scores: Float64Array,
  text: readonly number[],
  { lengthMin, repetitionPenalty, noRepeat, endId }: TokenRules & { readonly endId: number },
): void {
  if (repetitionPenalty !== 1) {
    for (const id of new Set(text)) scores[id]! *= scores[id]! < 0 ? repetitionPenalty : 1 / repetitionPenalty;
  }
  if (noRepeat > 0) for (const id of wouldRepeat(text, noRepeat)) scores[id] = Number.NEGATIVE_INFINITY;
  if (text.length < lengthMin) scores[endId] = Number.NEGATIVE_INFINITY;
}

/** Tokens that would complete a run that is there already. */
function wouldRepeat(text: readonly number[], length: number): readonly number[] {
  const start = text.slice(text.length - length + 1).join();
  const found: number[] = [];
  for (let i = 0; i + length <= text.length; i++) {
    if (text.slice(i, i + length - 1).join() === start) found.push(text[i + length - 1]!);
  }
  return found;
}

/** Logits as logarithms of likelihoods that sum up to 1. */
export function logLikelihoods(logits: Float32Array): Float64Array {
  const top = logits.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const total = logits.reduce((sum, value) => sum + Math.exp(value - top), 0);
  return Float64Array.from(logits, (value) => value - top - Math.log(total));
}

/** The places of the `count` largest numbers, largest first; of equal ones the first comes first. */
export function largest(values: Float64Array, count: number): readonly number[] {
  const best: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (best.length === count && !(values[i]! > values[best.at(-1)!]!)) continue;
    const after = best.findIndex((at) => values[i]! > values[at]!);
    best.splice(after < 0 ? best.length : after, 0, i);
    if (best.length > count) best.pop();
  }
  return best;
}
