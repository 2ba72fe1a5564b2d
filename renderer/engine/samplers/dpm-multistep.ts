import { ANY_SPACING, type SamplerCall } from '#renderer/engine/samplers/create-sampler.ts';
import {
  firstDifference,
  type Interval,
  logRatio,
  type SolverKind,
  secondDifference,
  unscaledLevel,
} from '#renderer/engine/samplers/dpm-solver.ts';
import { edmClean, edmSchedule, edmSigmas } from '#renderer/engine/samplers/edm-path.ts';
import { multistepPath, solverSchedule } from '#renderer/engine/samplers/multistep-path.ts';
import type { EdmSchedule, NoiseSchedule, ScheduleSpacing } from '#renderer/engine/samplers/noise-schedule.ts';
import { cleanOf, thresholded } from '#renderer/engine/samplers/parametrization.ts';
import type { WayOptions } from '#renderer/engine/samplers/sampler.ts';
import type { SamplingSchedule } from '#renderer/engine/samplers/sampling-schedule.ts';
import { weightedSum } from '#renderer/engine/samplers/weighted-sum.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';

/** Those of diffusers' DPMSolverMultistepScheduler. */
export const MULTISTEP_SPACINGS: readonly ScheduleSpacing[] = [...ANY_SPACING, 'lu'];

/** Below this many steps the last ones are of lower order. */
const FEW_STEPS = 15;

/**
 * What the two 2M solvers have in common: the path, and at each call the step's interval and the clean latents it goes
 * to, of the file's order (2 if it says none) as far as there are calls before. The last step is of first order if it
 * ends at 0.
 */
export function multistepDirections(options: WayOptions, { isStochastic }: { readonly isStochastic: boolean }) {
  const { schedule } = options;
  const way = schedule.edm ? edmWay(options, schedule.edm) : trainedWay(options);
  const { sigmas, sampling } = way;
  const steps = sampling.timesteps.length;
  const type = schedule.solverType === 'heun' ? 'heun' : 'midpoint';
  // Newest first, as far as the order needs them.
  let answers: readonly Tensor[] = [];
  const directionAt = (call: SamplerCall) => {
    const { index } = call;
    const interval: Interval = { from: sigmas[index]!, to: sigmas[index + 1]!, ...way.form };
    const denoised = thresholded(schedule, way.clean(call));
    answers = [denoised, ...answers].slice(0, schedule.solverOrder);
    const order = Math.min(answers.length, orderAt(schedule, { index, steps }));
    const h = logRatio(interval);
    const kind = { h: isStochastic ? 2 * h : h, type, isStochastic } as const;
    const ratios = [1, 2].slice(0, order - 1).map((back) => {
      return logRatio({ from: sigmas[index - back]!, to: sigmas[index - back + 1]! }) / h;
    });
    return { denoised, direction: directionOf(answers, { ratios, kind }), interval };
  };
  return { sampling, directionAt };
}

interface MultistepWay {
  readonly sampling: SamplingSchedule;
  readonly sigmas: Float32Array;
  readonly form: Pick<Interval, 'level'>;
  readonly clean: (call: SamplerCall) => Tensor;
}

function trainedWay(options: WayOptions): MultistepWay {
  const { schedule } = options;
  const path = multistepPath(schedule, options, { clipsLambda: true });
  const sampling = solverSchedule(path);
  const clean = ({ index, latents, output }: SamplerCall) =>
    cleanOf(schedule.predictionType, { latents, output, level: sampling.levels[index]! });
  return { sampling, sigmas: path.sigmas, form: {}, clean };
}

function edmWay({ schedule, steps, sigmas: rule }: WayOptions, edm: EdmSchedule): MultistepWay {
  const { predictionType, finalSigmas } = schedule;
  const last = () => (finalSigmas === 'zero' ? 0 : edm.sigmaMin);
  const sigmas = edmSigmas(edm, { steps, sigmas: rule, last });
  const clean = ({ index, latents, output }: SamplerCall) =>
    edmClean(edm, predictionType, { latents, output, sigma: sigmas[index]! });
  return { sampling: edmSchedule(edm, sigmas), sigmas, form: { level: unscaledLevel }, clean };
}

/** The highest order that a step may have. */
function orderAt(schedule: NoiseSchedule, { index, steps }: { index: number; steps: number }): number {
  const isLow = (schedule.lowerOrderFinal ?? true) && steps < FEW_STEPS;
  if (index === steps - 1 && (isLow || schedule.finalSigmas === 'zero' || schedule.eulerAtFinal)) return 1;
  return index === steps - 2 && isLow ? 2 : 3;
}

/** Clean latents, corrected by how they changed over the steps before; `ratios` are those by the step that is taken. */
function directionOf(
  [now, before, earlier]: readonly Tensor[],
  { ratios: [r0, r1], kind }: { ratios: readonly number[]; kind: SolverKind },
): Tensor {
  if (r0 === undefined) return now!;
  if (r1 === undefined) {
    const share = firstDifference(kind) / r0;
    return weightedSum([
      [1 + share, now!],
      [-share, before!],
    ]);
  }
  // D1 = a + r0·c and D2 = c, with the slopes a, b of the last two steps and c = (a - b)/(r0 + r1).
  const first = firstDifference({ ...kind, type: 'heun' });
  const curve = (first * r0 + secondDifference(kind)) / (r0 + r1);
  const [a, b] = [(first + curve) / r0, -curve / r1];
  return weightedSum([
    [1 + a, now!],
    [b - a, before!],
    [-b, earlier!],
  ]);
}
