import { ddim } from '#renderer/engine/samplers/ddim.ts';
import { dpmpp2m } from '#renderer/engine/samplers/dpmpp-2m.ts';
import { euler } from '#renderer/engine/samplers/euler.ts';
import { eulerAncestral } from '#renderer/engine/samplers/euler-ancestral.ts';
import { lcm } from '#renderer/engine/samplers/lcm.ts';
import type { Sampler } from '#renderer/engine/samplers/sampler.ts';
import { Failure } from '#shared/failure.ts';

/** Every sampler this engine has. A new one is one file and one line here. */
export const SAMPLERS: readonly Sampler[] = [lcm, ddim, euler, eulerAncestral, dpmpp2m];

/** Throws `invalid` with the list when there is none of that name. */
export function samplerNamed(name: string): Sampler {
  const sampler = SAMPLERS.find((one) => one.name === name);
  if (sampler) return sampler;
  const known = SAMPLERS.map((one) => one.name).join(', ');
  throw new Failure('invalid', `Cannot use sampler: it must be one of ${known}, given ${name}`);
}
