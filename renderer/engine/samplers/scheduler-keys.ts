import { type SchedulerConfig, unusableScheduler, wrongSetting } from '#renderer/engine/samplers/config-values.ts';
import { cut } from '#shared/text/cut.ts';
import { message } from '#shared/text/failure.ts';

/** Classes of diffusers whose files say how noise grew with the timestep: a sampler here may follow any of them. */
const BETA_CLASSES = [
  'DDIM DDIMParallel DDPM DDPMParallel PNDM EulerDiscrete EulerAncestralDiscrete HeunDiscrete LMSDiscrete',
  'KDPM2Discrete KDPM2AncestralDiscrete DPMSolverMultistep DPMSolverSinglestep DPMSolverSDE UniPCMultistep',
  'DEISMultistep SASolver LCM TCD',
].flatMap((line) => line.split(' '));

/** Those of arXiv 2206.00364: sigmas are the network's time, and it is preconditioned. */
const EDM_CLASSES = ['EDMEuler', 'EDMDPMSolverMultistep'];

/** What has no meaning for a picture, or says what a request says here: which sampler, and so which algorithm. */
const HARMLESS = new Set([
  ...['_class_name', '_diffusers_version', '_name_or_path', 'name_or_path', '_commit_hash', 'tensor_format'],
  'algorithm_type',
  // Only with use_flow_sigmas or use_dynamic_shifting, which are refused.
  ...['flow_shift', 'time_shift_type'],
  // Of SASolver: which of its own orders, while the sampler is another.
  ...['predictor_order', 'corrector_order', 'tau_func'],
]);

/** Values of diffusers' classes that say "as usual". Any other one draws otherwise and is refused. */
const ONLY: Readonly<Record<string, readonly unknown[]>> = {
  timestep_type: ['discrete'],
  interpolation_type: ['linear'],
  use_flow_sigmas: [false],
  use_dynamic_shifting: [false],
  shift_terminal: [],
  solver_p: [],
  timestep_values: [],
  predict_x0: [true],
  predict_epsilon: [true],
  variance_type: ['fixed_small'],
};

/** The keys that noise-schedule.ts reads. */
const READ = new Set(
  [
    'beta_start beta_end beta_schedule trained_betas num_train_timesteps rescale_betas_zero_snr prediction_type',
    'timestep_spacing steps_offset set_alpha_to_one clip_sample clip_sample_range thresholding sample_max_value',
    'dynamic_thresholding_ratio final_sigmas_type lower_order_final euler_at_final skip_prk_steps use_karras_sigmas',
    'use_exponential_sigmas use_beta_sigmas use_lu_lambdas sigma_min sigma_max sigma_data sigma_schedule rho',
    'solver_order solver_type lambda_min_clipped original_inference_steps timestep_scaling disable_corrector',
  ].flatMap((line) => line.split(' ')),
);

/** What kind of noise a file's class was made for; a file without a class is taken for the usual one. */
export type SchedulerKind = 'betas' | 'edm';

/** Throws `invalid` that names the class, where samplers here do not draw as it does. */
export function schedulerKind({ _class_name: name }: SchedulerConfig): SchedulerKind {
  if (name === undefined || name === null) return 'betas';
  const known = String(name)
    .replace(/^Flax/, '')
    .replace(/Scheduler$/, '');
  if (BETA_CLASSES.includes(known)) return 'betas';
  if (EDM_CLASSES.includes(known)) return 'edm';
  throw wrongSetting('_class_name', { wanted: message('scheduler.class'), value: name });
}

/** Throws `invalid` for a key that would change the picture and cannot be followed, and for one that nobody knows. */
export function requireKnownKeys(config: SchedulerConfig): void {
  for (const [key, value] of Object.entries(config)) {
    if (READ.has(key) || HARMLESS.has(key) || value === null) continue;
    const only = Object.hasOwn(ONLY, key) ? ONLY[key]! : null;
    if (only?.includes(value)) continue;
    if (only !== null) throw wrongSetting(key, { wanted: String(only[0] ?? null), value });
    // What is off changes nothing, whatever it is.
    if (value !== false) throw unusableScheduler(message('scheduler.unknown-key', { key: shortened(key) }));
  }
}

function shortened(key: string): string {
  const printable = key.replace(/\p{Cc}/gu, ' ');
  return cut(printable, 81);
}
