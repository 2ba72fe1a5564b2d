import { ddim } from '#renderer/engine/samplers/ddim.ts';
import { ddpm } from '#renderer/engine/samplers/ddpm.ts';
import { deis } from '#renderer/engine/samplers/deis.ts';
import { dpmpp2m } from '#renderer/engine/samplers/dpmpp-2m.ts';
import { dpmpp2mSde } from '#renderer/engine/samplers/dpmpp-2m-sde.ts';
import { dpmpp2s } from '#renderer/engine/samplers/dpmpp-2s.ts';
import { euler } from '#renderer/engine/samplers/euler.ts';
import { eulerAncestral } from '#renderer/engine/samplers/euler-ancestral.ts';
import { heun } from '#renderer/engine/samplers/heun.ts';
import { kdpm2 } from '#renderer/engine/samplers/kdpm2.ts';
import { kdpm2Ancestral } from '#renderer/engine/samplers/kdpm2-ancestral.ts';
import { lcm } from '#renderer/engine/samplers/lcm.ts';
import { lms } from '#renderer/engine/samplers/lms.ts';
import { pndm } from '#renderer/engine/samplers/pndm.ts';
import type { Sampler } from '#renderer/engine/samplers/sampler.ts';
import { tcd } from '#renderer/engine/samplers/tcd.ts';
import { unipc } from '#renderer/engine/samplers/unipc.ts';
import { failure } from '#shared/text/failure.ts';

/** Every sampler this engine has. A new one is one file and one line here. */
export const SAMPLERS: readonly Sampler[] = [
  lcm,
  tcd,
  ddim,
  ddpm,
  pndm,
  euler,
  eulerAncestral,
  heun,
  lms,
  dpmpp2m,
  dpmpp2mSde,
  dpmpp2s,
  unipc,
  deis,
  kdpm2,
  kdpm2Ancestral,
];

/** Throws `invalid` with the list when there is none of that name. */
export function samplerNamed(name: string): Sampler {
  const sampler = SAMPLERS.find((one) => one.name === name);
  if (sampler) return sampler;
  throw failure('invalid', 'sampler.unknown', { known: SAMPLERS.map((one) => one.name), given: name });
}
