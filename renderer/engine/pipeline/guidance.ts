import type { RunTimeLoras } from '#renderer/engine/networks/network.ts';
import type { UNetRequest } from '#renderer/engine/residency/step-batcher.ts';
import { rescaleGuidance } from '#renderer/engine/samplers/guidance-rescale.ts';
import { type Term, weightedSum } from '#renderer/engine/samplers/weighted-sum.ts';
import { joinChannels, row, stack, type Tensor, tensor } from '#renderer/engine/tensor.ts';
import type { PromptEmbeds, StepConditioning } from '#renderer/engine/text/conditioning.ts';
import { Failure } from '#shared/failure.ts';

/** What the network is asked at one step of one picture, and how its answers become one. */
export interface GuidedRequest {
  readonly rows: Omit<UNetRequest, 'timestep'>;
  /** Output of all rows -> the guided output (1, 4, h, w). */
  readonly combine: (output: Tensor) => Tensor;
}

/** Makes the question from the sampler's input (1, 4, h, w) and what the network is told at this step. */
export type Guidance = (input: Tensor, told: StepConditioning) => GuidedRequest;

export interface GuideOptions {
  readonly guidance: number;
  readonly guidanceRescale: number;
  /** Size conditioning (1, 5 or 6), beside the prompt and beside the negative one; null for networks without. */
  readonly sizes: { readonly cond: Tensor; readonly uncond: Tensor } | null;
  /** The network was distilled with its guidance scale. */
  readonly wantsGuidance: boolean;
  readonly loras: RunTimeLoras | null;
  /** Channels that every row reads besides the latents (1, c, h, w): mask and masked image. */
  readonly joined: Tensor | null;
}

/**
 * Classifier-free guidance (https://arxiv.org/abs/2207.12598), away from what the negative prompt asks for. Several
 * subjects pull with their weights, "Compositional Visual Generation" (https://arxiv.org/abs/2206.01714), equation 11:
 * uncond + guidance · Σ weight · (cond - uncond). Without a negative it is the subjects' weighted mean.
 */
export function classifierFree(options: GuideOptions): Guidance {
  const { guidance, guidanceRescale, joined } = options;
  return (input, { conds, uncond }) => {
    const latents = joined ? joinChannels([input, joined]) : input;
    const asked: Row[] = conds.map(({ embeds }) => ({ latents, embeds, isNegative: false }));
    if (uncond) asked.push({ latents, embeds: uncond, isNegative: true });
    const combine = (output: Tensor) => {
      const words = weighed(conds, output);
      if (!uncond) return weightedMean(words);
      const guided = weightedSum([
        ...scaled(words, guidance),
        [1 - guidance * totalOf(words), row(output, conds.length)],
      ]);
      return guidanceRescale > 0 ? rescaleGuidance(guided, weightedMean(words), guidanceRescale) : guided;
    };
    return { rows: rowsOf(asked, options), combine };
  };
}

/**
 * Guidance by words and by an image, "InstructPix2Pix" (https://arxiv.org/abs/2211.09800), equation 3. `image` (1, 4, h, w)
 * are the latents of the picture to be edited, as its encoder gave them.
 */
export function byInstruction(options: GuideOptions, image: Tensor, imageGuidance: number): Guidance {
  const { guidance, guidanceRescale } = options;
  const none = tensor(image.dims);
  return (input, { conds, uncond }) => {
    const latents = joinChannels([input, image]);
    const asked: Row[] = conds.map(({ embeds }) => ({ latents, embeds, isNegative: false }));
    if (uncond) {
      asked.push({ latents, embeds: uncond, isNegative: true });
      asked.push({ latents: joinChannels([input, none]), embeds: uncond, isNegative: true });
    }
    const combine = (output: Tensor) => {
      const words = weighed(conds, output);
      if (!uncond) return weightedMean(words);
      const [picture, nothing] = [row(output, conds.length), row(output, conds.length + 1)];
      const guided = weightedSum([
        ...scaled(words, guidance),
        [imageGuidance - guidance * totalOf(words), picture],
        [1 - imageGuidance, nothing],
      ]);
      return guidanceRescale > 0 ? rescaleGuidance(guided, weightedMean(words), guidanceRescale) : guided;
    };
    return { rows: rowsOf(asked, options), combine };
  };
}

/** The answers about the subjects, which come first, with their weights. */
function weighed(conds: StepConditioning['conds'], output: Tensor): readonly Term[] {
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
  throw new Failure('invalid', 'Cannot render without guidance: the weights of subjects must not add up to 0, given 0');
}

interface Row {
  readonly latents: Tensor;
  readonly embeds: PromptEmbeds;
  readonly isNegative: boolean;
}

function rowsOf(rows: readonly Row[], { sizes, wantsGuidance, guidance, loras }: GuideOptions): GuidedRequest['rows'] {
  const hasPooled = rows.every(({ embeds }) => embeds.pooled);
  return {
    latents: stack(rows.map(({ latents }) => latents)),
    context: stack(rows.map(({ embeds }) => embeds.context)),
    pooled: hasPooled ? stack(rows.map(({ embeds }) => embeds.pooled!)) : null,
    timeIds: sizes && stack(rows.map(({ isNegative }) => (isNegative ? sizes.uncond : sizes.cond))),
    // As in diffusers: the paper's w counts from no guidance at all, a guidance scale from 1.
    guidance: wantsGuidance ? rows.map(() => guidance - 1) : null,
    loras,
  };
}
