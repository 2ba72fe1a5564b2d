import type { TaskOf } from '#bot/domain/task.ts';
import type { settleAdapters } from '#bot/orders/settle-adapters.ts';
import type { SamplerChoice, SpacingChoice, StyleChoice } from '#bot/orders/settle-choices.ts';
import type { SettledControl } from '#bot/orders/settle-control.ts';
import type { SettledEnding } from '#bot/orders/settle-ending.ts';
import type { SettledLike } from '#bot/orders/settle-like.ts';
import type { SettledPasses } from '#bot/orders/settle-passes.ts';
import type { PictureSize } from '#bot/orders/settle-size.ts';
import type { SettledStart } from '#bot/orders/settle-start.ts';
import type { joinWords } from '#bot/orders/settle-words.ts';
import type { Weighting } from '#shared/contract/bounds.ts';

/** Everything that is settled of a picture. */
interface DrawParts {
  readonly numbers: {
    readonly steps: number;
    readonly guidance: number;
    readonly seed: number;
    readonly count: number;
  };
  readonly weighting: Weighting | null;
  readonly size: PictureSize;
  readonly sampler: Extract<SamplerChoice, { name: string }>;
  readonly spacing: SpacingChoice;
  readonly words: ReturnType<typeof joinWords>;
  readonly adapters: ReturnType<typeof settleAdapters>;
  readonly start: Extract<SettledStart, { source: unknown }>;
  readonly like: SettledLike;
  readonly control: SettledControl;
  readonly passes: SettledPasses;
  readonly ending: SettledEnding;
}

/** The task of a picture with all of that. */
export function drawTask(
  { preset, model }: Pick<Extract<StyleChoice, { kind: 'chosen' }>, 'preset' | 'model'>,
  { numbers, weighting, size, sampler, spacing, words, adapters, start, like, control, passes, ending }: DrawParts,
): TaskOf<'draw'> {
  return {
    kind: 'draw',
    model: model.name,
    prompt: words.prompt.prompt,
    negative: words.negative.prompt,
    adapters: adapters.uses,
    sampler: sampler.name,
    // One choice in A1111 too: timesteps that are spaced so leave nothing for Karras' rule to say.
    karras: sampler.karras && spacing.spacing === '',
    ...(spacing.spacing && { spacing: spacing.spacing }),
    steps: numbers.steps,
    guidance: numbers.guidance,
    width: size.width,
    height: size.height,
    seed: numbers.seed,
    count: numbers.count,
    clipSkip: preset?.clipSkip ?? model.defaults?.clipSkip ?? 0,
    previews: { everySteps: 1, maxSide: 512 },
    parametersPrompt: words.prompt.text,
    parametersNegative: words.negative.text,
    ...(weighting && { weighting }),
    ...(start.source && { source: start.source }),
    ...(passes.hires && { hires: passes.hires }),
    ...(passes.refiner && { refiner: passes.refiner }),
    ...(like.prompts.length > 0 && { imagePrompts: like.prompts }),
    ...(control.control && { control: control.control }),
    ...ending.wished,
  };
}
