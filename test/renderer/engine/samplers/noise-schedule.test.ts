import { describe, expect, it } from 'vitest';
import { parseNoiseSchedule, withoutRescale } from '#renderer/engine/samplers/noise-schedule.ts';

const STABLE_DIFFUSION = { beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'scaled_linear' };

describe('parseNoiseSchedule', () => {
  it.each([
    [0, 0.9991499781608582],
    [499, 0.27766942977905273],
    [999, 0.00466009508818388],
  ])('cumulates the alphas of Stable Diffusion bit by bit, at %i', (t, expected) => {
    expect(parseNoiseSchedule(STABLE_DIFFUSION).alphasCumprod[t]).toBe(expected);
  });

  it('cumulates linear betas over the training steps of the file', () => {
    const { alphasCumprod } = parseNoiseSchedule({ num_train_timesteps: 1100 });
    expect(alphasCumprod).toHaveLength(1100);
    expect([alphasCumprod[0], alphasCumprod[1099]]).toEqual([0.9998999834060669, 1.4673295481770765e-5]);
  });

  it('takes trained betas as they are', () => {
    const { alphasCumprod } = parseNoiseSchedule({ trained_betas: [0.5, 0.25], beta_schedule: 'linear' });
    expect([...alphasCumprod]).toEqual([0.5, 0.375]);
  });

  it('reads what else decides the steps, from a file of any class', () => {
    const {
      alphasCumprod: _,
      trainedAlphasCumprod: _trained,
      ...rest
    } = parseNoiseSchedule({
      _class_name: 'PNDMScheduler',
      ...STABLE_DIFFUSION,
      prediction_type: 'v_prediction',
      timestep_spacing: 'trailing',
      steps_offset: 1,
      set_alpha_to_one: false,
      clip_sample: true,
      clip_sample_range: 3,
      thresholding: true,
      sample_max_value: 1.5,
      final_sigmas_type: 'sigma_min',
      lower_order_final: true,
      euler_at_final: true,
      skip_prk_steps: false,
      trained_betas: null,
      use_lu_lambdas: true,
      sigma_min: 0.1,
      sigma_max: 20,
      solver_order: 3,
      solver_type: 'heun',
      lambda_min_clipped: -5.1,
      disable_corrector: [0],
      original_inference_steps: 100,
      timestep_scaling: 5,
    });
    expect(rest).toEqual({
      predictionType: 'v_prediction',
      timestepSpacing: 'trailing',
      betaSchedule: 'scaled_linear',
      stepsOffset: 1,
      setAlphaToOne: false,
      clipSampleRange: 3,
      thresholding: { ratio: 0.995, max: 1.5 },
      finalSigmas: 'sigma_min',
      lowerOrderFinal: true,
      eulerAtFinal: true,
      skipPrkSteps: false,
      sigmaSpacing: 'lu',
      sigmaRange: { min: 0.1, max: 20 },
      solverOrder: 3,
      solverType: 'heun',
      lambdaMin: -5.1,
      withoutCorrector: [0],
      distilledSteps: 100,
      timestepScaling: 5,
      edm: null,
    });
  });

  it('leaves to the sampler what differs between the classes when the file is silent', () => {
    const { alphasCumprod: _, trainedAlphasCumprod: _trained, ...rest } = parseNoiseSchedule({});
    expect(rest).toEqual({
      predictionType: 'epsilon',
      timestepSpacing: null,
      betaSchedule: 'linear',
      stepsOffset: 0,
      setAlphaToOne: null,
      clipSampleRange: null,
      thresholding: null,
      finalSigmas: 'zero',
      lowerOrderFinal: null,
      eulerAtFinal: false,
      skipPrkSteps: true,
      sigmaSpacing: 'default',
      sigmaRange: { min: null, max: null },
      solverOrder: 2,
      solverType: null,
      lambdaMin: Number.NEGATIVE_INFINITY,
      withoutCorrector: [],
      distilledSteps: 50,
      timestepScaling: 10,
      edm: null,
    });
  });

  it('reads the sigmas of a model whose time they are', () => {
    const file = { _class_name: 'EDMDPMSolverMultistepScheduler', sigma_max: 120, sigma_schedule: 'exponential' };
    const wanted = { sigmaMin: 0.002, sigmaMax: 120, sigmaData: 0.5, spacing: 'exponential', rho: 7 };
    expect(parseNoiseSchedule(file).edm).toEqual(wanted);
  });

  it('ends at pure noise with rescale_betas_zero_snr', () => {
    const zero = { ...STABLE_DIFFUSION, rescale_betas_zero_snr: true, prediction_type: 'v_prediction' };
    const schedule = parseNoiseSchedule(zero);
    expect(schedule.alphasCumprod[999]).toBe(0);
    expect(schedule.alphasCumprod[500]).toBeCloseTo(0.2410186380147934, 6);
    expect(schedule.trainedAlphasCumprod[999]).toBe(0.00466009508818388);
    expect(withoutRescale(schedule).alphasCumprod).toEqual(parseNoiseSchedule(STABLE_DIFFUSION).alphasCumprod);
  });

  it.each([
    [[], 'it must be a JSON object'],
    [
      { beta_schedule: 'sigmoid' },
      'beta_schedule must be one of linear, scaled_linear, squaredcos_cap_v2, given "sigmoid"',
    ],
    [{ prediction_type: 'flow' }, 'prediction_type must be one of epsilon, v_prediction, sample, given "flow"'],
    [{ timestep_spacing: 'logspace' }, 'timestep_spacing must be one of linspace, leading, trailing'],
    [{ beta_start: 'small' }, 'beta_start must be a number between 0 and 1, given "small"'],
    [{ beta_end: 1.5 }, 'beta_end must be a number between 0 and 1, given 1.5'],
    [{ num_train_timesteps: 1e9 }, 'num_train_timesteps must be a whole number from 2 to 100000, given 1000000000'],
    [{ steps_offset: -1 }, 'steps_offset must be a whole number from 0'],
    [{ set_alpha_to_one: 'no' }, 'set_alpha_to_one must be true or false, given "no"'],
    [{ thresholding: true, sample_max_value: -1 }, 'sample_max_value must be a positive number, given -1'],
    [{ clip_sample: true, clip_sample_range: 0 }, 'clip_sample_range must be a positive number, given 0'],
    [{ final_sigmas_type: 'none' }, 'final_sigmas_type must be one of zero, sigma_min, given "none"'],
    [{ timestep_type: 'continuous' }, 'timestep_type must be discrete, given "continuous"'],
    [{ interpolation_type: 'log_linear' }, 'interpolation_type must be linear, given "log_linear"'],
    [{ use_flow_sigmas: true }, 'use_flow_sigmas must be false, given true'],
    [
      { use_karras_sigmas: true, use_beta_sigmas: true },
      'only one of use_karras_sigmas, use_beta_sigmas can be true, and both are',
    ],
    [{ solver_order: 4 }, 'solver_order must be a whole number from 1 to 3, given 4'],
    [{ solver_type: 'rk4' }, 'solver_type must be one of midpoint, heun, logrho, bh1, bh2, given "rk4"'],
    [{ disable_corrector: 'all' }, 'disable_corrector must be a list of whole numbers, given "all"'],
    [{ lambda_min_clipped: 'low' }, 'lambda_min_clipped must be a number, given "low"'],
    [
      { _class_name: 'EDMEulerScheduler', prediction_type: 'sample' },
      'prediction_type must be epsilon, v_prediction, given "sample"',
    ],
    [{ _class_name: 'EDMEulerScheduler', sigma_min: 90 }, 'sigma_min must be less than sigma_max, given 90'],
    [{ trained_betas: [0.1, 2] }, 'trained_betas must be a list'],
    [{ rescale_betas_zero_snr: true }, 'rescale_betas_zero_snr needs prediction_type v_prediction or sample'],
  ])('refuses %j', (json, message) => {
    expect(() => parseNoiseSchedule(json)).toThrow(`Cannot use scheduler_config.json: ${message}`);
  });
});
