import type { Chunk, Prompt, Subject } from '#shared/contract/messages.ts';
import { failure } from '#shared/text/failure.ts';

/** What each encoder reads of one subject at some of the steps: chunks for the first encoder, for the second. */
export type PromptVariant = readonly (readonly Chunk[])[];

/** One subject of a prompt: its distinct lines, and which of them holds at step 1, 2, … */
export interface PromptSubject {
  readonly weight: number;
  readonly lines: readonly PromptVariant[];
  /** At least one; the last holds on. */
  readonly lineOfStep: readonly number[];
}

/**
 * Puts the prompts of the encoders (one each) side by side, subject by subject. A prompt with one subject goes with
 * every subject of the first; throws `invalid` when another has neither one nor as many.
 */
export function partsOf(prompts: readonly Prompt[], steps: number): readonly PromptSubject[] {
  const [first, ...others] = prompts.map(subjectsOf);
  const odd = others.find(({ length }) => length !== 1 && length !== first!.length);
  if (odd) {
    const [parts, given] = [first!.length, odd.length];
    if (parts === 1) throw failure('invalid', 'prompt.second-one', { given });
    throw failure('invalid', 'prompt.second-parts', { parts, given });
  }
  return first!.map((subject, i) => partOf([subject, ...others.map((own) => own[i] ?? own[0]!)], steps));
}

function subjectsOf({ chunks, subjects = [] }: Prompt): readonly Subject[] {
  return subjects.length > 0 ? subjects : [{ weight: 1, variants: [{ chunks }], variantOfStep: [] }];
}

function partOf(subjects: readonly Subject[], steps: number): PromptSubject {
  // A second pass may be told of steps beyond the first pass.
  const count = Math.max(steps, ...subjects.map(({ variantOfStep }) => variantOfStep.length));
  const lines = new Map<string, { readonly index: number; readonly line: PromptVariant }>();
  const lineOfStep = Array.from({ length: count }, (_, step) => {
    const variants = subjects.map(({ variantOfStep }) => variantOfStep[step] ?? variantOfStep.at(-1) ?? 0);
    const key = variants.join();
    const known = lines.get(key);
    if (known) return known.index;
    const line = subjects.map((subject, i) => subject.variants[variants[i]!]!.chunks);
    lines.set(key, { index: lines.size, line });
    return lines.size - 1;
  });
  return { weight: subjects[0]!.weight, lines: [...lines.values()].map(({ line }) => line), lineOfStep };
}
