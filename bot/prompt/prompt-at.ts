import { fromCompel } from '#bot/prompt/compel.ts';
import { parse, promptOf } from '#bot/prompt/parser.ts';
import type { Script, ScriptPart, ScriptSubject } from '#bot/prompt/syntax.ts';
import type { Weighting } from '#shared/contract/bounds.ts';
import type { Prompt, Subject } from '#shared/contract/messages.ts';

/** Steps that a prompt is said in. */
export interface Passes {
  readonly steps: number;
  /** Of a second pass, whose steps count on; shares of 1 and more are of it. */
  readonly secondSteps?: number;
  /** How weights act, and so how they are written and what one inside of another comes to; A1111's where left out. */
  readonly weighting?: Weighting;
}

/**
 * A script with its steps counted: what is said at each, brackets and weights read. A script that is one subject of
 * weight 1 and does not change is a plain prompt. Never throws.
 */
export function promptAt({ subjects }: Script, passes: Passes): Prompt {
  const [only] = subjects;
  if (subjects.length === 1 && only!.weight === 1 && only!.parts.every(({ kind }) => kind === 'text')) {
    return chunksOf(said(only!.parts, { step: 1, first: 0, steps: passes.steps }), passes.weighting);
  }
  return { chunks: [], subjects: subjects.map((subject) => subjectAt(subject, passes)) };
}

function chunksOf(text: string, weighting: Weighting | undefined): Prompt {
  const written = weighting === 'compel' ? fromCompel(text) : text;
  return promptOf(parse(written, weighting === 'comfy' ? 'innermost' : 'multiplied').pieces);
}

function subjectAt({ weight, parts }: ScriptSubject, { steps, secondSteps = 0, weighting }: Passes): Subject {
  const variants = new Map<string, number>();
  const indexOf = (text: string) => {
    const index = variants.get(text) ?? variants.size;
    variants.set(text, index);
    return index;
  };
  const firstPass = Array.from({ length: steps }, (_, i) => said(parts, { step: i + 1, first: 0, steps }));
  const secondPass = Array.from({ length: secondSteps }, (_, i) =>
    said(parts, { step: i + 1, first: steps, steps: secondSteps }),
  );
  const variantOfStep = [...firstPass, ...secondPass].map(indexOf);
  const last = variantOfStep.findLastIndex((index) => index !== variantOfStep.at(-1));
  return {
    weight,
    variants: [...variants.keys()].map((text) => chunksOf(text, weighting)),
    variantOfStep: last < 0 ? [] : variantOfStep.slice(0, last + 2),
  };
}

interface Moment {
  /** Within its pass, from 1. */
  readonly step: number;
  /** Steps of the pass before. */
  readonly first: number;
  /** Of this pass. */
  readonly steps: number;
}

/** The text of one step. */
function said(parts: readonly ScriptPart[], moment: Moment): string {
  return parts.map((part) => saidPart(part, moment)).join('');
}

function saidPart(part: ScriptPart, moment: Moment): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'edit':
      return said(moment.step <= lastStepOf(part.when, moment) ? part.before : part.after, moment);
    case 'alternate':
      return said(part.options[(moment.step - 1) % part.options.length]!, moment);
  }
}

/** Counted within the pass; shares below 1 lie before a second pass. */
function lastStepOf({ value, isShare }: { value: number; isShare: boolean }, { first, steps }: Moment): number {
  return Math.trunc(isShare ? (value - (first > 0 ? 1 : 0)) * steps : value - first);
}
