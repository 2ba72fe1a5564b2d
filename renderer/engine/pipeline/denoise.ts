import type { ValidRender } from '#renderer/engine/contract/task.ts';
import type { StepSteering } from '#renderer/engine/pipeline/control.ts';
import type { Guidance } from '#renderer/engine/pipeline/guidance.ts';
import type { RenderProgress } from '#renderer/engine/pipeline/progress.ts';
import type { LoadedModel } from '#renderer/engine/residency/loaded-model.ts';
import { chosenSpacing } from '#renderer/engine/samplers/create-sampler.ts';
import type { PlanOptions, Predict, SamplerStep, Start } from '#renderer/engine/samplers/sampler.ts';
import { samplerNamed } from '#renderer/engine/samplers/samplers.ts';
import { stack, type Tensor } from '#renderer/engine/tensor.ts';
import type { Conditioning } from '#renderer/engine/text/conditioning.ts';

/** One picture on its way: its own noise, its own start, its own rows in every call. */
export interface PictureRun {
  /** The first draw (1, 4, h, w). */
  readonly noise: Tensor;
  /** The draws that follow. */
  readonly draw: () => Tensor;
  readonly guidance: Guidance;
  readonly start?: Start;
  /** Replaces latents after a call, to keep what must stay. */
  readonly replaceLatents?: (step: SamplerStep) => Tensor;
}

export interface Pass {
  readonly model: LoadedModel;
  readonly conditioning: Conditioning;
  /** With the steps of this pass. */
  readonly sampling: Sampling;
  readonly part?: PlanOptions['part'];
  readonly runs: readonly PictureRun[];
  /** What steers the network at every step besides words; nothing when left out. */
  readonly steering?: StepSteering | null;
  /** Steps that other passes have taken. */
  readonly stepsBefore: number;
  /** What else was counted as steps: prompts that change from step to step do not count it. None when left out. */
  readonly tilesBefore?: number;
  readonly signal: AbortSignal;
}

/** The part of a render that says how steps are taken. */
export type Sampling = Pick<ValidRender, 'sampler' | 'sigmas' | 'spacing' | 'eta' | 'steps' | 'stop' | 'priority'>;

/**
 * Takes the steps, all pictures together, so that their requests share calls. Returns the final latents (1, 4, h, w)
 * of each picture; where it stops before the last step, its denoised estimate.
 */
export async function* denoise(pass: Pass): AsyncGenerator<RenderProgress, readonly Tensor[], undefined> {
  const current = { step: pass.stepsBefore + 1, calls: new Set<number>(), alone: true };
  const samplers = pass.runs.map((run) => startSampler(run, pass, current));
  const last = pass.stepsBefore + stepsTaken(pass.runs[0] ? plannedSteps(pass.runs[0], pass) : 0, pass.sampling);
  let latents: readonly Tensor[] = [];
  for (let done = await nextOfAll(samplers); done; done = await nextOfAll(samplers)) {
    latents = done.map((one) => one.latents);
    const denoised = stack(done.map((one) => one.denoised));
    const step = current.step + (pass.tilesBefore ?? 0);
    yield { kind: 'step', step, denoised, alone: current.alone, calls: current.calls.size };
    if (pass.sampling.stop && current.step >= last) {
      await Promise.all(samplers.map((sampler) => sampler.return()));
      return done.map((one) => one.denoised);
    }
    current.step += 1;
    current.calls.clear();
    current.alone = true;
  }
  return latents;
}

/** A share of steps that is meant to be whole is not always, in binary. */
const ROUNDING = 1e-6;

/** How many of so many steps are taken. */
export function stepsTaken(steps: number, { stop = null }: Pick<Sampling, 'stop'>): number {
  return stop === null ? steps : Math.max(1, Math.ceil(steps * stop - ROUNDING));
}

function plannedSteps({ start }: PictureRun, { model, sampling, part }: Pass): number {
  const options = { ...planOptions(model, sampling), ...(start && { start }), ...(part && { part }) };
  return samplerNamed(sampling.sampler).plan(options).steps;
}

/** The options of a sampler's plan. */
export function planOptions(model: Pick<LoadedModel, 'schedule'>, sampling: Sampling): PlanOptions {
  const { sigmas, spacing, eta, steps } = sampling;
  return {
    schedule: model.schedule,
    sigmas,
    steps,
    ...(spacing === null ? {} : { spacing }),
    ...(eta === null ? {} : { eta }),
  };
}

/** How the noise levels of such a render are spaced: as was asked for, or as the model's file says. */
export function sigmaSpacing(model: Pick<LoadedModel, 'schedule'>, sampling: Sampling) {
  return chosenSpacing(samplerNamed(sampling.sampler), planOptions(model, sampling));
}

/** The step that is being taken, and the calls of the network that it has needed so far. */
interface CurrentStep {
  step: number;
  readonly calls: Set<number>;
  alone: boolean;
}

function startSampler(run: PictureRun, pass: Pass, current: CurrentStep): AsyncGenerator<SamplerStep, void, undefined> {
  const { noise, draw, start, replaceLatents } = run;
  const { model, sampling, part } = pass;
  return samplerNamed(sampling.sampler).sample(guidedPredict(run, pass, current), noise, {
    ...planOptions(model, sampling),
    noise: draw,
    ...(start && { start }),
    ...(replaceLatents && { replaceLatents }),
    ...(part && { part }),
  });
}

function guidedPredict(run: PictureRun, pass: Pass, current: CurrentStep): Predict {
  const { guidance } = run;
  const { model, conditioning, runs, signal, steering, stepsBefore } = pass;
  const steps = plannedSteps(run, pass);
  const { priority = 0 } = pass.sampling;
  return async (input, timestep) => {
    const request = guidance(input, conditioning.at(current.step));
    const moment = { input, timestep, step: current.step - stepsBefore, steps };
    const rows = steering ? await steering.steer(request, moment, signal) : request.rows;
    const { output, call, pictures } = await model.unet.predict({ ...rows, timestep, priority }, signal);
    current.calls.add(call);
    current.alone &&= pictures <= runs.length;
    return request.combine(output);
  };
}

/** One step of every sampler at the same time; null when they have ended. */
async function nextOfAll(
  samplers: readonly AsyncGenerator<SamplerStep, void, undefined>[],
): Promise<SamplerStep[] | null> {
  const results = await Promise.all(samplers.map((sampler) => sampler.next()));
  const steps = results.flatMap((result) => (result.done ? [] : [result.value]));
  return steps.length === samplers.length ? steps : null;
}
