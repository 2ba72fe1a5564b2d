import {
  oneOf,
  optionalPositive,
  type SchedulerConfig,
  wrongSetting,
} from '#renderer/engine/samplers/config-values.ts';
import { type NoiseSchedule, parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { message } from '#shared/text/failure.ts';

/** What Stable Video Diffusion's files say. */
const USUAL = { sigmaMin: 0.002, sigmaMax: 700 };

/**
 * Reads the scheduler_config.json of Stable Video Diffusion: diffusers' EulerDiscreteScheduler with continuous
 * timesteps, a quarter of log sigma, and the spacing of Karras. Those are the preconditioning of arXiv 2206.00364 for
 * clean latents of deviation 1, with the network's answer as a velocity. Throws `invalid` for anything else.
 */
export function parseVideoSchedule(json: unknown): NoiseSchedule {
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
  const config = (isObject ? json : {}) as SchedulerConfig;
  oneOf(config, 'prediction_type', ['v_prediction']);
  oneOf(config, 'timestep_type', ['continuous']);
  const isKarras = config.use_karras_sigmas ?? true;
  if (isKarras !== true) throw wrongSetting('use_karras_sigmas', { wanted: 'true', value: isKarras });
  const name = config._class_name ?? 'EulerDiscreteScheduler';
  if (name !== 'EulerDiscreteScheduler') {
    throw wrongSetting('_class_name', {
      wanted: message('setting.one-of', { known: ['EulerDiscreteScheduler'] }),
      value: name,
    });
  }
  return parseNoiseSchedule({
    _class_name: 'EDMEulerScheduler',
    prediction_type: 'v_prediction',
    sigma_min: optionalPositive(config, 'sigma_min') ?? USUAL.sigmaMin,
    sigma_max: optionalPositive(config, 'sigma_max') ?? USUAL.sigmaMax,
    sigma_data: 1,
    sigma_schedule: 'karras',
  });
}
