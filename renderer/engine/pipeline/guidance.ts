import { type Conditions, stackConditions } from '#renderer/engine/networks/conditions.ts';
import type { RunTimeLoras } from '#renderer/engine/networks/network.ts';
import type { UNetRequest } from '#renderer/engine/residency/step-batcher.ts';
import { rescaleGuidance } from '#renderer/engine/samplers/guidance-rescale.ts';
import { type Term, weightedSum } from '#renderer/engine/samplers/weighted-sum.ts';
import { concatChannels, row, stack, type Tensor, tensor } from '#renderer/engine/tensor.ts';
import type { PromptEmbeds, StepConditioning } from '#renderer/engine/text/conditioning.ts';
import { failure } from '#shared/text/failure.ts';

/** The UNet's inputs at one step of one picture, and how the outputs of their rows become one. */
export interface GuidedRequest {
  readonly rows: Omit<UNetRequest, 'timestep'>;
  /** Which of the rows are for the negative prompt. */
  readonly negatives: readonly boolean[];
  /** Output of all rows -> the guided output (1, 4, h, w). */
  readonly combine: (output: Tensor) => Tensor;
}

/** Makes the request from the sampler's input (1, 4, h, w) and the prompt's conditioning at this step. */
export type Guidance = (input: Tensor, conditioning: StepConditioning) => GuidedRequest;

export interface GuideOptions {
  readonly guidance: number;
  readonly guidanceRescale: number;
  /** Size conditioning (1, 5 or 6), beside the prompt and beside the negative one; null for networks without. */
  readonly sizes: { readonly cond: Tensor; readonly uncond: Tensor } | null;
  /** The network was distilled with its guidance scale. */
  readonly wantsGuidance: boolean;
  readonly loras: RunTimeLoras | null;
  /** What pictures say beside the prompt and beside the negative one; null for words alone. */
  readonly images: { readonly cond: Conditions; readonly uncond: Conditions } | null;
  /** Channels that every row reads besides the latents (1, c, h, w): mask and masked image. */
  readonly joined: Tensor | null;
}

/**
 * Classifier-free guidance (https://arxiv.org/abs/2207.12598), away from the prediction for the negative prompt. Several
 * subjects pull with their weights, "Compositional Visual Generation" (https://arxiv.org/abs/2206.01714), equation 11:
 * uncond + guidance · Σ weight · (cond - uncond). Without a negative it is the subjects' weighted mean.
 */
export function classifierFree(options: GuideOptions): Guidance {
  const { guidance, guidanceRescale, joined } = options;
  return (input, { conds, uncond }) => {
    const latents = joined ? concatChannels([input, joined]) : input;
    const rows: Row[] = conds.map(({ embeds }) => ({ latents, embeds, isNegative: false }));
    if (uncond) rows.push({ latents, embeds: uncond, isNegative: true });
    const combine = (output: Tensor) => {
      const subjects = subjectTerms(conds, output);
      if (!uncond) return weightedMean(subjects);
      const guided = weightedSum([
        ...scaled(subjects, guidance),
        [1 - guidance * totalOf(subjects), row(output, conds.length)],
      ]);
      return guidanceRescale > 0 ? rescaleGuidance(guided, weightedMean(subjects), guidanceRescale) : guided;
    };
    return { rows: stacked(rows, options), negatives: negativesOf(rows), combine };
  };
}

/**
 * Guidance by prompt and by an image, "InstructPix2Pix" (https://arxiv.org/abs/2211.09800), equation 3. `image`
 * (1, 4, h, w) are the latents of the picture to be edited, as its encoder gave them.
 */
export function byInstruction(options: GuideOptions, image: Tensor, imageGuidance: number): Guidance {
  const { guidance, guidanceRescale } = options;
  const none = tensor(image.dims);
  return (input, { conds, uncond }) => {
    const latents = concatChannels([input, image]);
    const rows: Row[] = conds.map(({ embeds }) => ({ latents, embeds, isNegative: false }));
    if (uncond) {
      rows.push({ latents, embeds: uncond, isNegative: true });
      rows.push({ latents: concatChannels([input, none]), embeds: uncond, isNegative: true });
    }
    const combine = (output: Tensor) => {
      const subjects = subjectTerms(conds, output);
      if (!uncond) return weightedMean(subjects);
      const [withImage, withNeither] = [row(output, conds.length), row(output, conds.length + 1)];
      const guided = weightedSum([
        ...scaled(subjects, guidance),
        [imageGuidance - guidance * totalOf(subjects), withImage],
        [1 - imageGuidance, withNeither],
      ]);
      return guidanceRescale > 0 ? rescaleGuidance(guided, weightedMean(subjects), guidanceRescale) : guided;
    };
    return { rows: stacked(rows, options), negatives: negativesOf(rows), combine };
  };
}

/** The outputs for the subjects, which come first, with their weights. */
function subjectTerms(conds: StepConditioning['conds'], output: Tensor): readonly Term[] {
  return conds.map(({ weight }, i) => [weight, row(output, i)]);
}

function scaled(terms: readonly Term[], factor: number): Term[] {
  return terms.map(([weight, x]) => [factor * weight, x]);
}

function totalOf(terms: readonly Term[]): number {
  return terms.reduce((sum, [weight]) => sum + weight, 0);
}

function weightedMean(terms: readonly Term[]): Tensor {
  const total = totalOf(terms);
  if (total !== 0) return weightedSum(scaled(terms, 1 / total));
  throw failure('invalid', 'guidance.zero-weights');
}

interface Row {
  readonly latents: Tensor;
  readonly embeds: PromptEmbeds;
  readonly isNegative: boolean;
}

function negativesOf(rows: readonly Row[]): readonly boolean[] {
  return rows.map(({ isNegative }) => isNegative);
}

function stacked(rows: readonly Row[], options: GuideOptions): GuidedRequest['rows'] {
  return {
    latents: stack(rows.map(({ latents }) => latents)),
    conditions: stackConditions(rows.map((one) => conditionsOf(one, options))),
    loras: options.loras,
  };
}

/** Of one row, by the names of UNetInputs. */
function conditionsOf(
  { embeds, isNegative }: Row,
  { sizes, wantsGuidance, guidance, images }: GuideOptions,
): Conditions {
  return {
    encoder_hidden_states: embeds.context,
    ...(embeds.pooled && { text_embeds: embeds.pooled }),
    ...(sizes && { time_ids: isNegative ? sizes.uncond : sizes.cond }),
    ...(isNegative ? images?.uncond : images?.cond),
    // As in diffusers: the paper's w counts from no guidance at all, a guidance scale from 1.
    ...(wantsGuidance && { guidance: tensor([1, 1], Float32Array.of(guidance - 1)) }),
  };
}
