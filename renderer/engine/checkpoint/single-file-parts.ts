import { unloadable } from '#renderer/engine/checkpoint/unloadable.ts';
import { quote } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { message } from '#shared/text/failure.ts';

/** Parts of a single file; `sd2Clip` and `openClip` have the same names and are read to a different layer. */
export type PartName = 'unet' | 'vae' | 'clip' | 'sd2Clip' | 'openClip';

const PREFIXES: readonly (readonly [string, PartName])[] = [
  ['model.diffusion_model.', 'unet'],
  ['first_stage_model.', 'vae'],
  ['vae.', 'vae'],
  ['cond_stage_model.transformer.', 'clip'],
  ['cond_stage_model.model.', 'sd2Clip'],
  ['conditioner.embedders.0.transformer.', 'clip'],
  ['conditioner.embedders.0.model.', 'openClip'],
  ['conditioner.embedders.1.model.', 'openClip'],
];

/** Left by training, or said by a shape or another file: nothing that draws needs them. */
const HARMLESS: readonly RegExp[] = [
  // A second, averaged copy of the UNet. diffusers takes the first one too unless it is told otherwise.
  /^model_ema\./,
  // The noise schedule, as tables.
  /^(betas|alphas_cumprod(_prev)?|sqrt_(one_minus_)?alphas_cumprod|log_one_minus_alphas_cumprod)$/,
  /^(sqrt_recip(m1)?_alphas_cumprod|posterior_(variance|log_variance_clipped|mean_coef[12])|logvar|lvlb_weights)$/,
  /^(denoiser\.sigmas|scale_factor)$/,
  // What the prediction is; read by name.
  /^(v_pred|ztsnr)$/,
  // The discriminator that the VAE was trained against.
  /^(first_stage_model|vae)\.(loss|model_ema)\./,
  /^embedding_manager\./,
  /^(cond_stage_model|conditioner\.embedders\.\d+)\.(logit_scale|log_sigmas)$/,
];

/** Eight-bit weights that need a factor of their own to be multiplied with. */
const SCALED = /(^|\.)(scaled_fp8|scale_weight|scale_input|weight_scale|input_scale)$/;

/** The weights of each part under their names in it, and the keys that belong to none. */
export function splitSingleFile(
  all: WeightMap,
  model: string,
): { readonly parts: Readonly<Record<PartName, WeightMap>>; readonly foreign: string[] } {
  const parts: Record<PartName, Map<string, WeightEntry>> = {
    unet: new Map(),
    vae: new Map(),
    clip: new Map(),
    sd2Clip: new Map(),
    openClip: new Map(),
  };
  const foreign: string[] = [];
  for (const [key, entry] of all) {
    if (SCALED.test(key)) throw unloadable(model, message('checkpoint.scaled', { key: quote(key) }));
    if (HARMLESS.some((pattern) => pattern.test(key))) continue;
    const [prefix, part] = PREFIXES.find(([prefix]) => key.startsWith(prefix)) ?? [];
    if (prefix === undefined || part === undefined) foreign.push(key);
    else parts[part].set(key.slice(prefix.length), entry);
  }
  requireUNet(all, { parts, model });
  return { parts, foreign };
}

/** Before all else: a file without one is a LoRA, a VAE or something else, of which every key would be foreign. */
function requireUNet(
  all: WeightMap,
  { parts, model }: { parts: Readonly<Record<PartName, WeightMap>>; model: string },
): void {
  if (parts.unet.size > 0) return;
  const [first] = all.keys();
  const given =
    first === undefined ? message('checkpoint.empty') : message('checkpoint.no-unet', { key: quote(first) });
  throw unloadable(model, given);
}
