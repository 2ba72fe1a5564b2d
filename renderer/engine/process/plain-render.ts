import type { ModelTraits } from '#renderer/engine/checkpoint/model-traits.ts';
import type { AdapterFile, ModelChoice } from '#renderer/engine/contract/model-choice.ts';
import type { ValidRender } from '#renderer/engine/contract/task.ts';
import { TRAINING } from '#shared/contract/bounds.ts';
import type { Prompt } from '#shared/contract/messages.ts';

export interface PlainWish {
  readonly prompt: string;
  readonly seed: number;
  readonly count: number;
  readonly styleLoras: readonly AdapterFile[];
}

/** A render of plain words in the model's own size, as the engine takes it. */
export function plainRender(
  model: ModelChoice,
  { latentFactor, latentSide }: Pick<ModelTraits, 'latentFactor' | 'latentSide'>,
  { prompt, seed, count, styleLoras }: PlainWish,
): ValidRender {
  const side = latentFactor * latentSide;
  return {
    kind: 'draw',
    ...{ model, seed, count, styleLoras },
    prompt: plainPrompt(prompt),
    negative: { chunks: [] },
    prompt2: null,
    negative2: null,
    weighting: 'a1111',
    sampler: 'dpmpp_2m',
    sigmas: null,
    spacing: null,
    eta: null,
    ...TRAINING.drawing,
    guidanceRescale: 0,
    width: side,
    height: side,
    clipSkip: 0,
    sizeConditioning: { original: null, crop: { left: 0, top: 0 }, aesthetic: { prompt: 6, negative: 2.5 } },
    source: null,
    hires: null,
    refiner: null,
    imagePrompts: [],
    control: { units: [], guess: false },
    previews: null,
    parameters: { prompt, negative: '' },
  };
}

function plainPrompt(text: string): Prompt {
  return { chunks: [{ spans: [{ text, weight: 1 }] }] };
}
