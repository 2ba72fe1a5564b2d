import { describe, expect, it } from 'vitest';
import { planOptions, type Sampling, sigmaSpacing } from '#renderer/engine/pipeline/denoise.ts';
import type { LoadedModel } from '#renderer/engine/residency/loaded-model.ts';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { samplerNamed } from '#renderer/engine/samplers/samplers.ts';

const SAMPLING: Sampling = { sampler: 'euler', sigmas: null, spacing: null, eta: null, steps: 2 };

/** Of a model only its schedule is looked at. */
function withSchedule(config: object): LoadedModel {
  return { schedule: parseNoiseSchedule(config) } as LoadedModel;
}

describe('planOptions', () => {
  const model = withSchedule({ timestep_spacing: 'leading' });

  it('leaves to the model’s file what a request does not say', () => {
    expect(samplerNamed('euler').plan(planOptions(model, SAMPLING)).timesteps).toEqual([500, 0]);
  });

  it('has timesteps spaced as a request says', () => {
    const trailing = planOptions(model, { ...SAMPLING, spacing: 'trailing' });
    expect(samplerNamed('euler').plan(trailing).timesteps).toEqual([999, 499]);
  });
});

describe('sigmaSpacing', () => {
  it('is what was asked for, or what the model’s file says to a sampler that knows it', () => {
    const model = withSchedule({ use_karras_sigmas: true });
    expect(sigmaSpacing(model, SAMPLING)).toBe('karras');
    expect(sigmaSpacing(model, { ...SAMPLING, sampler: 'ddim' })).toBe('default');
    expect(sigmaSpacing(model, { ...SAMPLING, sigmas: 'beta' })).toBe('beta');
  });
});
