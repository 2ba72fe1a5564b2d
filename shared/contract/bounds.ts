// Numbers and lists that both sides of the wire must agree on. The studio's page runs this file in the browser.

/** What computes, best first; also the order in which a renderer tries them. */
export const PROVIDERS = ['cuda', 'webgpu', 'cpu'] as const;
export type Provider = (typeof PROVIDERS)[number];

/**
 * How the CPU has its weights: `mapped` from their files, `prepacked` in memory as its products want them, `int8`: mapped,
 * with the matrices of the transformers as 8-bit integers, which is no longer exact.
 */
export const CPU_WEIGHTS = ['mapped', 'prepacked', 'int8'] as const;
export type CpuWeights = (typeof CPU_WEIGHTS)[number];

/**
 * How a GPU has a UNet's weights: as `stored`, or the matrices of the transformers in 8 bits, widened just before each
 * product, which is no longer exact: `int8`, integers, or `fp8`, floats.
 */
export const GPU_WEIGHTS = ['stored', 'int8', 'fp8'] as const;
export type GpuWeights = (typeof GPU_WEIGHTS)[number];

/**
 * How weights act on hidden states, the usual one first. `a1111`: multiplied, then the window's mean is restored
 * (modules/sd_emphasis.py, "Original"); `a1111-no-norm`: multiplied; `comfy`: the difference to the empty prompt is
 * multiplied (ComfyUI, sd1_clip.py); `compel`: likewise, and what weighs less than 1 is also blended with the prompt
 * that does not look at it.
 */
export const WEIGHTINGS = ['a1111', 'a1111-no-norm', 'comfy', 'compel'] as const;
export type Weighting = (typeof WEIGHTINGS)[number];

/** The shortest side of a drawn picture. Pixels. */
export const SIDE_MIN = 64;

/** Sides of drawn pictures are multiples of this. Pixels. */
export const SIDE_MULTIPLE = 8;

/** Of a picture that somebody gives; more would be a way to fill the memory with few bytes. */
export const GIVEN_PIXELS_MAX = 40_000_000;

/** Pixels over which what is kept of a picture may pass into what is drawn anew. */
export const FEATHER_MAX = 256;

/** Control pictures of a render; each network costs about half a step more. */
export const CONTROL_UNITS_MAX = 4;

/** The strongest that one may act; above 1 it drowns words. */
export const CONTROL_WEIGHT_MAX = 2;

/** Spacing of a sampler's noise levels: its own, Karras et al. (2022), equal ratios, or quantiles of a beta distribution. */
export const SIGMA_SPACINGS = ['default', 'karras', 'exponential', 'beta'] as const;
export type SigmaSpacing = (typeof SIGMA_SPACINGS)[number];

/** How timesteps lie over those of the training (arXiv 2305.08891, table 2). Models for few steps want `trailing`. */
export const TIMESTEP_SPACINGS = ['linspace', 'leading', 'trailing'] as const;
export type TimestepSpacing = (typeof TIMESTEP_SPACINGS)[number];

/** The spacing that a word means, also A1111's and ComfyUI's word for `trailing`, SGM Uniform; null = none. */
export function timestepSpacing(word: string): TimestepSpacing | null {
  const name = word.trim().toLowerCase();
  if (/^sgm[ _-]?uniform$/.test(name)) return 'trailing';
  return TIMESTEP_SPACINGS.find((spacing) => spacing === name) ?? null;
}

/** What networks can have been trained to say of a noisy picture: its noise, the velocity (arXiv 2202.00512), itself. */
export const PREDICTIONS = ['epsilon', 'v_prediction', 'sample'] as const;
export type Prediction = (typeof PREDICTIONS)[number];

/** Seeds have 32 bits: a picture's seed is its render's plus its index, modulo this. */
export const SEEDS = 2 ** 32;

/** The largest seed. */
export const SEED_MAX = SEEDS - 1;

/** Descriptions that AND may join in one prompt. */
export const SUBJECTS_MAX = 8;

/** The strongest that one of them may pull, either way. */
export const SUBJECT_WEIGHT_MAX = 10;

/** The strongest that a stretch of text may weigh, either way; what is far beyond drowns the numbers around it. */
export const SPAN_WEIGHT_MAX = 10;

/** Texts that a prompt may change between from step to step; each is encoded by itself. */
export const VARIANTS_MAX = 64;

/** Their characters together, as a multiple of what one prompt may have. */
export const VARIANT_LENGTHS_MAX = 16;

/** The strongest that an adapter may act, either way. LoRAs made as sliders are used at several times their training. */
export const ADAPTER_STRENGTH_MAX = 10;

/** Steps where neither member, style, model nor command line says a number. */
export const DEFAULT_STEPS = 20;

/** Guidance where none of them says a number. */
export const DEFAULT_GUIDANCE = 7;

/** What can be asked of a training. */
export const TRAINING = {
  /** All that draw from words by themselves. */
  families: ['sd15', 'sd21', 'sdxl', 'ssd1b', 'vega'] as readonly string[],
  /** What networks can compute in. */
  precisions: ['float32', 'float16'] as const,
  /** What a request has room for. */
  pictures: { from: 1, to: 200 },
  /** How much longer one side of a picture may be: it is made as large as its size for training on the other one. */
  aspectMax: 16,
  repeatsMax: 999,
  captionMax: 2000,
  rankMax: 128,
  stepsMax: 20_000,
  /** Pixels of a square. */
  side: { from: 64, to: 1024 },
  classPicturesMax: 100,
  samplesMax: 4,
  /** How its pictures are drawn, of samples and of the class. */
  drawing: { steps: 12, guidance: 5 },
};

/** Of what a training would give if it ended now: it comes in one message. */
export const INTERIM_BYTES_MAX = 15 * 2 ** 20;

/** Adapters that one render brings. */
export const OWN_ADAPTERS_MAX = 4;

/** Of all of them together. */
export const OWN_ADAPTER_BYTES_MAX = 16 * 2 ** 20;
