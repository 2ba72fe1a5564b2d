import type { Chunk, Prompt, Subject } from '#shared/contract/messages.ts';
import { failure } from '#shared/text/failure.ts';

/** What each encoder reads of one subject at some of the steps: chunks for the first encoder, for the second. */
export type PromptVariant = readonly (readonly Chunk[])[];

/** One subject of a prompt: its distinct variants, and which of them holds at step 1, 2, … */
export interface PromptSubject {
  readonly weight: number;
  readonly variants: readonly PromptVariant[];
  /** At least one; the last holds on. */
  readonly variantOfStep: readonly number[];
}

/**
 * Puts the prompts of the encoders (one each) side by side, subject by subject. A prompt with one subject goes with
 * every subject of the first; throws `invalid` when another has neither one nor as many.
 */
export function promptSubjects(prompts: readonly Prompt[], steps: number): readonly PromptSubject[] {
  const [first, ...others] = prompts.map(subjectsOf);
  const odd = others.find(({ length }) => length !== 1 && length !== first!.length);
  if (odd) {
    const [parts, given] = [first!.length, odd.length];
    if (parts === 1) throw failure('invalid', 'prompt.second-one', { given });
    throw failure('invalid', 'prompt.second-parts', { parts, given });
  }
  return first!.map((subject, i) => joinSubject([subject, ...others.map((own) => own[i] ?? own[0]!)], steps));
}

function subjectsOf({ chunks, subjects = [] }: Prompt): readonly Subject[] {
  return subjects.length > 0 ? subjects : [{ weight: 1, variants: [{ chunks }], variantOfStep: [] }];
}

function joinSubject(subjects: readonly Subject[], steps: number): PromptSubject {
  // A second pass may go on to steps beyond those of the first.
  const count = Math.max(steps, ...subjects.map(({ variantOfStep }) => variantOfStep.length));
  const known = new Map<string, { readonly index: number; readonly variant: PromptVariant }>();
  const variantOfStep = Array.from({ length: count }, (_, step) => {
    const variants = subjects.map((subject) => subject.variantOfStep[step] ?? subject.variantOfStep.at(-1) ?? 0);
    const key = variants.join();
    const found = known.get(key);
    if (found) return found.index;
    const variant = subjects.map((subject, i) => subject.variants[variants[i]!]!.chunks);
    known.set(key, { index: known.size, variant });
    return known.size - 1;
  });
  const variants = [...known.values()].map(({ variant }) => variant);
  return { weight: subjects[0]!.weight, variants, variantOfStep };
}
