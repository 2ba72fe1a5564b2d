import { SUBJECT_WEIGHT_MAX, SUBJECTS_MAX, VARIANT_LENGTHS_MAX, VARIANTS_MAX } from '#shared/contract/bounds.ts';
import type { Chunk, Limits, Prompt, Subject } from '#shared/contract/messages.ts';
import { Failure } from '#shared/failure.ts';

/** Parts between BREAKs. */
const CHUNKS_MAX = 32;

/** A second pass counts its steps on from the first. */
const PASSES = 2;

/** A prompt within the limits; none is an empty one. `name` is for the message. Throws `invalid`. */
export function validPrompt(name: string, prompt: Prompt | null, limits: Limits): Prompt {
  const { chunks = [], subjects = [] } = prompt ?? {};
  if (subjects.length === 0) return { chunks: validChunks(name, chunks, limits) };
  if (chunks.length > 0) throw wrong(name, 'either chunks or subjects', 'both');
  if (subjects.length > SUBJECTS_MAX) throw wrong(name, `at most ${SUBJECTS_MAX} subjects`, subjects.length);
  requireTogether(name, subjects, limits);
  return { chunks: [], subjects: subjects.map((subject) => validSubject(name, subject, limits)) };
}

/** As validPrompt, for what guides away: it has one subject at most. */
export function validNegative(name: string, prompt: Prompt | null, limits: Limits): Prompt {
  const count = prompt?.subjects?.length ?? 0;
  if (count > 1) throw wrong(name, 'at most 1 subject', count);
  return validPrompt(name, prompt, limits);
}

function validSubject(name: string, { weight, variants, variantOfStep }: Subject, limits: Limits): Subject {
  if (!(Math.abs(weight) <= SUBJECT_WEIGHT_MAX)) {
    throw wrong(`${name}'s subject weight`, `a number from -${SUBJECT_WEIGHT_MAX} to ${SUBJECT_WEIGHT_MAX}`, weight);
  }
  if (variants.length === 0) throw wrong(`${name}'s subject`, 'at least one variant', 0);
  const stepsMax = PASSES * limits.stepsMax;
  if (variantOfStep.length > stepsMax) throw wrong(name, `at most ${stepsMax} steps of variants`, variantOfStep.length);
  const odd = variantOfStep.find((index) => !(Number.isInteger(index) && index >= 0 && index < variants.length));
  if (odd !== undefined) throw wrong(`${name}'s variant of step`, `from 0 to ${variants.length - 1}`, odd);
  const checked = variants.map(({ chunks }) => ({ chunks: validChunks(name, chunks, limits) }));
  return { weight, variants: checked, variantOfStep };
}

function requireTogether(name: string, subjects: readonly Subject[], limits: Limits): void {
  const variants = subjects.flatMap((subject) => subject.variants);
  if (variants.length > VARIANTS_MAX) throw wrong(name, `at most ${VARIANTS_MAX} variants`, variants.length);
  const chunks = variants.flatMap((variant) => variant.chunks);
  const [chunksMax, charsMax] = [VARIANT_LENGTHS_MAX * CHUNKS_MAX, VARIANT_LENGTHS_MAX * limits.promptCharsMax];
  if (chunks.length > chunksMax) throw wrong(name, `at most ${chunksMax} chunks in all variants`, chunks.length);
  const chars = characters(chunks);
  if (chars > charsMax) throw wrong(name, `at most ${charsMax} characters in all variants`, chars);
}

function validChunks(name: string, chunks: readonly Chunk[], limits: Limits): readonly Chunk[] {
  const spans = chunks.flatMap((chunk) => chunk.spans);
  const chars = characters(chunks);
  if (chars > limits.promptCharsMax) throw wrong(name, `at most ${limits.promptCharsMax} characters`, chars);
  // Every chunk is encoded by itself, and spans cost work even when they are empty.
  if (chunks.length > CHUNKS_MAX) throw wrong(name, `at most ${CHUNKS_MAX} chunks`, chunks.length);
  if (spans.length > limits.promptCharsMax) throw wrong(name, `at most ${limits.promptCharsMax} spans`, spans.length);
  const odd = spans.find((span) => !Number.isFinite(span.weight));
  if (odd) throw wrong(`${name}'s weights`, 'finite numbers', odd.weight);
  return chunks;
}

function characters(chunks: readonly Chunk[]): number {
  return chunks.reduce((sum, { spans }) => spans.reduce((own, { text }) => own + text.length, sum), 0);
}

function wrong(name: string, limit: string, given: string | number): Failure {
  return new Failure('invalid', `Cannot render: ${name} must be ${limit}, given ${given}`);
}
