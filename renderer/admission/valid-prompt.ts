import { wrong } from '#renderer/admission/bounds.ts';
import {
  SPAN_WEIGHT_MAX,
  SUBJECT_WEIGHT_MAX,
  SUBJECTS_MAX,
  VARIANT_LENGTHS_MAX,
  VARIANTS_MAX,
} from '#shared/contract/bounds.ts';
import type { Chunk, Limits, Prompt, Subject } from '#shared/contract/messages.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** Parts between BREAKs. */
const CHUNKS_MAX = 32;

/** A second pass counts its steps on from the first. */
const PASSES = 2;

/** A prompt within the limits; none is an empty one. `field` is for the message. Throws `invalid`. */
export function validPrompt(field: Message, prompt: Prompt | null, limits: Limits): Prompt {
  const { chunks = [], subjects = [] } = prompt ?? {};
  if (subjects.length === 0) return { chunks: validChunks(field, chunks, limits) };
  if (chunks.length > 0) throw wrong(field, message('limit.chunks-or-subjects'), message('given.both'));
  atMost(SUBJECTS_MAX, subjects.length, { field, limit: 'limit.subjects' });
  requireTogether(field, subjects, limits);
  return { chunks: [], subjects: subjects.map((subject) => validSubject(field, subject, limits)) };
}

/** As validPrompt, for what guides away: it has one subject at most. */
export function validNegative(field: Message, prompt: Prompt | null, limits: Limits): Prompt {
  const count = prompt?.subjects?.length ?? 0;
  atMost(1, count, { field, limit: 'limit.subjects' });
  return validPrompt(field, prompt, limits);
}

function validSubject(field: Message, { weight, variants, variantOfStep }: Subject, limits: Limits): Subject {
  if (!(Math.abs(weight) <= SUBJECT_WEIGHT_MAX)) {
    const limit = message('limit.number', { from: -SUBJECT_WEIGHT_MAX, to: SUBJECT_WEIGHT_MAX });
    throw wrong(message('field.subject-weight', { prompt: field }), limit, weight);
  }
  if (variants.length === 0) throw wrong(message('field.subject', { prompt: field }), message('limit.a-variant'), 0);
  atMost(PASSES * limits.stepsMax, variantOfStep.length, { field, limit: 'limit.variant-steps' });
  const odd = variantOfStep.find((index) => !(Number.isInteger(index) && index >= 0 && index < variants.length));
  if (odd !== undefined) {
    const limit = message('limit.range', { from: 0, to: variants.length - 1 });
    throw wrong(message('field.variant', { prompt: field }), limit, odd);
  }
  const checked = variants.map(({ chunks }) => ({ chunks: validChunks(field, chunks, limits) }));
  return { weight, variants: checked, variantOfStep };
}

function requireTogether(field: Message, subjects: readonly Subject[], limits: Limits): void {
  const variants = subjects.flatMap((subject) => subject.variants);
  atMost(VARIANTS_MAX, variants.length, { field, limit: 'limit.variants' });
  const chunks = variants.flatMap((variant) => variant.chunks);
  atMost(VARIANT_LENGTHS_MAX * CHUNKS_MAX, chunks.length, { field, limit: 'limit.chunks-in-all' });
  atMost(VARIANT_LENGTHS_MAX * limits.promptCharsMax, characters(chunks), { field, limit: 'limit.chars-in-all' });
}

function validChunks(field: Message, chunks: readonly Chunk[], limits: Limits): readonly Chunk[] {
  const spans = chunks.flatMap((chunk) => chunk.spans);
  atMost(limits.promptCharsMax, characters(chunks), { field, limit: 'limit.chars' });
  // Every chunk is encoded by itself, and spans cost work even when they are empty.
  atMost(CHUNKS_MAX, chunks.length, { field, limit: 'limit.chunks' });
  atMost(limits.promptCharsMax, spans.length, { field, limit: 'limit.spans' });
  const odd = spans.find((span) => !(Math.abs(span.weight) <= SPAN_WEIGHT_MAX));
  const limit = message('limit.number', { from: -SPAN_WEIGHT_MAX, to: SPAN_WEIGHT_MAX });
  if (odd) throw wrong(message('field.weights', { prompt: field }), limit, odd.weight);
  return chunks;
}

function characters(chunks: readonly Chunk[]): number {
  return chunks.reduce((sum, { spans }) => spans.reduce((own, { text }) => own + text.length, sum), 0);
}

type Most =
  | 'limit.subjects'
  | 'limit.variants'
  | 'limit.variant-steps'
  | 'limit.chunks'
  | 'limit.chunks-in-all'
  | 'limit.spans'
  | 'limit.chars'
  | 'limit.chars-in-all';

function atMost(most: number, given: number, { field, limit }: { field: Message; limit: Most }): void {
  if (given > most) throw wrong(field, message(limit, { limit: most }), given);
}
