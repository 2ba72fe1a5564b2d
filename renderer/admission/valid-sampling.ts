import { bounded, shown, whole, wrong } from '#renderer/admission/bounds.ts';
import type { ValidRender } from '#renderer/engine/contract/task.ts';
import { SIGMA_SPACINGS, TIMESTEP_SPACINGS, timestepSpacing, WEIGHTINGS } from '#shared/contract/bounds.ts';
import type { Limits, SamplerInfo } from '#shared/contract/messages.ts';
import type { DrawTask } from '#shared/contract/tasks.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

export interface OfferedSampler extends SamplerInfo {
  /** Most steps that it can take; left out = any number. */
  readonly stepsMax?: number;
}

/** Those with a choice of fresh noise per step. */
const WITH_ETA = ['ddim', 'tcd'];

type Sampling = Pick<
  ValidRender,
  'sampler' | 'sigmas' | 'spacing' | 'eta' | 'steps' | 'guidance' | 'guidanceRescale' | 'weighting'
>;

/** How the steps are taken. Throws `invalid`, or `not-found` for a sampler that is not there. */
export function validSampling(
  spec: DrawTask,
  { samplers, limits }: { readonly samplers: readonly OfferedSampler[]; readonly limits: Limits },
): Sampling {
  const sampler = samplers.find(({ name }) => name === spec.sampler);
  if (!sampler) throw failure('not-found', 'sampler.unknown', { known: namesOf(samplers), given: shown(spec.sampler) });
  const { name, stepsMax = limits.stepsMax } = sampler;
  const steps = whole(message('field.steps'), spec.steps, { from: 1, to: limits.stepsMax });
  whole(message('field.steps-with', { sampler: name }), steps, { from: 1, to: stepsMax });
  return {
    sampler: name,
    sigmas: validSigmas(spec, sampler, samplers),
    spacing: validSpacing(spec, sampler, samplers),
    eta: validEta(spec, name),
    steps,
    guidance: bounded(message('field.guidance'), spec.guidance, { from: 0, to: limits.guidanceMax }),
    guidanceRescale: bounded(message('field.guidance-rescale'), spec.guidanceRescale ?? 0, { from: 0, to: 1 }),
    weighting: named(message('field.weighting'), spec.weighting, WEIGHTINGS) ?? WEIGHTINGS[0],
  };
}

/** Old clients have a flag for Karras and do not know of more. */
function validSigmas(
  spec: DrawTask,
  { name, hasKarras }: SamplerInfo,
  samplers: readonly SamplerInfo[],
): ValidRender['sigmas'] {
  const sigmas = named(message('field.sigmas'), spec.sigmas, SIGMA_SPACINGS) ?? (spec.karras ? 'karras' : null);
  if (sigmas === null || sigmas === 'default' || hasKarras) return sigmas;
  const known = namesOf(samplers.filter((sampler) => sampler.hasKarras));
  throw failure('invalid', 'request.spacing', { spacing: sigmas, known, given: name });
}

/** Samplers that have timesteps of their own cannot be told others. */
function validSpacing(
  { spacing }: DrawTask,
  { name, hasSpacing }: SamplerInfo,
  samplers: readonly SamplerInfo[],
): ValidRender['spacing'] {
  if (!spacing) return null;
  const found = timestepSpacing(spacing);
  const field = message('field.spacing');
  if (found === null) throw wrong(field, message('limit.one-of', { known: TIMESTEP_SPACINGS }), shown(spacing));
  if (hasSpacing) return found;
  const known = namesOf(samplers.filter((sampler) => sampler.hasSpacing));
  throw wrong(field, message('limit.only-with', { samplers: known }), message('given.with', { sampler: name }));
}

function validEta({ eta }: DrawTask, sampler: string): number | null {
  if (!eta) return null;
  const field = message('field.eta');
  if (!WITH_ETA.includes(sampler)) {
    throw wrong(field, message('limit.only-with', { samplers: WITH_ETA }), message('given.with', { sampler }));
  }
  return bounded(field, eta.value, { from: 0, to: 1 });
}

/** Null for an empty one. */
function named<T extends string>(field: Message, name: string | undefined, known: readonly T[]): T | null {
  if (!name) return null;
  const found = known.find((one) => one === name);
  if (!found) throw wrong(field, message('limit.one-of', { known }), shown(name));
  return found;
}

function namesOf(samplers: readonly SamplerInfo[]): readonly string[] {
  return samplers.map(({ name }) => name);
}
