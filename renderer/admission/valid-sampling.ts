import { bounded, oneOf, shown, whole, wrong } from '#renderer/admission/bounds.ts';
import type { ValidRender } from '#renderer/engine/contract/task.ts';
import { SIGMA_SPACINGS, WEIGHTINGS } from '#shared/contract/bounds.ts';
import type { Limits, SamplerInfo } from '#shared/contract/messages.ts';
import type { DrawTask } from '#shared/contract/tasks.ts';
import { Failure } from '#shared/failure.ts';

export interface OfferedSampler extends SamplerInfo {
  /** Most steps that it can take; left out = any number. */
  readonly stepsMax?: number;
}

/** Those with a choice of fresh noise per step. */
const WITH_ETA = ['ddim', 'tcd'];

type Sampling = Pick<
  ValidRender,
  'sampler' | 'sigmas' | 'eta' | 'steps' | 'guidance' | 'guidanceRescale' | 'weighting'
>;

/** How the steps are taken. Throws `invalid`, or `not-found` for a sampler that is not there. */
export function validSampling(
  spec: DrawTask,
  { samplers, limits }: { readonly samplers: readonly OfferedSampler[]; readonly limits: Limits },
): Sampling {
  const sampler = samplers.find(({ name }) => name === spec.sampler);
  if (!sampler) throw new Failure('not-found', `Cannot use sampler: ${oneOf(samplers)}, given ${shown(spec.sampler)}`);
  const { name, stepsMax = limits.stepsMax } = sampler;
  const steps = whole('steps', spec.steps, { from: 1, to: limits.stepsMax });
  whole(`steps with sampler ${name}`, steps, { from: 1, to: stepsMax });
  return {
    sampler: name,
    sigmas: validSigmas(spec, sampler, samplers),
    eta: validEta(spec, name),
    steps,
    guidance: bounded('guidance', spec.guidance, { from: 0, to: limits.guidanceMax }),
    guidanceRescale: bounded('guidance rescale', spec.guidanceRescale ?? 0, { from: 0, to: 1 }),
    weighting: named('weighting', spec.weighting, WEIGHTINGS) ?? WEIGHTINGS[0],
  };
}

/** Old clients have a flag for Karras and do not know of more. */
function validSigmas(
  spec: DrawTask,
  { name, hasKarras }: SamplerInfo,
  samplers: readonly SamplerInfo[],
): ValidRender['sigmas'] {
  const sigmas = named('sigmas', spec.sigmas, SIGMA_SPACINGS) ?? (spec.karras ? 'karras' : 'default');
  if (sigmas === 'default' || hasKarras) return sigmas;
  const able = oneOf(samplers.filter((sampler) => sampler.hasKarras));
  throw new Failure('invalid', `Cannot use ${sigmas} with this sampler: ${able}, given ${name}`);
}

function validEta({ eta }: DrawTask, sampler: string): number | null {
  if (!eta) return null;
  if (!WITH_ETA.includes(sampler)) throw wrong('eta', `given with ${WITH_ETA.join(' or ')} only`, `it with ${sampler}`);
  return bounded('eta', eta.value, { from: 0, to: 1 });
}

/** Null for an empty one. */
function named<T extends string>(what: string, name: string | undefined, known: readonly T[]): T | null {
  if (!name) return null;
  const found = known.find((one) => one === name);
  if (!found) throw wrong(what, `one of ${known.join(', ')}`, shown(name));
  return found;
}
