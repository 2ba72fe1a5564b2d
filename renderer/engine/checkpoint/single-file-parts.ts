import { foreignModel, partAlone } from '#renderer/engine/checkpoint/foreign-models.ts';
import { unloadable } from '#renderer/engine/checkpoint/unloadable.ts';
import { quote } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

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
  // The same table as ComfyUI saves it, made of the schedule that the family has.
  /^model_sampling\.(sigmas|log_sigmas)$/,
  // What the prediction is; read by name.
  /^(v_pred|ztsnr)$/,
  // The discriminator that the VAE was trained against.
  /^(first_stage_model|vae)\.(loss|model_ema)\./,
  /^embedding_manager\./,
  /^(cond_stage_model|conditioner\.embedders\.\d+)\.(logit_scale|log_sigmas)$/,
  // Counters of the training program.
  /^(global_step|epoch|state_dict_version|optimizer_states|lr_schedulers|callbacks)(\.|$)/,
];

/** Whole networks that stand beside a model in some files and are not drawn with. */
const BESIDE: readonly (readonly [RegExp, Message])[] = [
  [/^control_model\./, message('checkpoint.beside-control')],
  [/^safety_checker\./, message('checkpoint.beside-safety')],
  [/^(vision_model|visual_projection|image_encoder|image_proj|ip_adapter)\./, message('checkpoint.beside-image')],
];

/** The weights of each part under their names in it, and what else there is. */
export interface SplitFile {
  readonly parts: Readonly<Record<PartName, WeightMap>>;
  /** Keys of no part. */
  readonly unused: readonly string[];
  /** What else the file holds that is known and not drawn with, one sentence each. */
  readonly beside: readonly Message[];
}

/** Throws `invalid` that says what the file is for one without a UNet, and for a model of no family. */
export function splitSingleFile(all: WeightMap, model: string): SplitFile {
  const parts: Record<PartName, Map<string, WeightEntry>> = {
    unet: new Map(),
    vae: new Map(),
    clip: new Map(),
    sd2Clip: new Map(),
    openClip: new Map(),
  };
  const unused: string[] = [];
  const beside = new Set<Message>();
  for (const [key, entry] of all) {
    if (HARMLESS.some((pattern) => pattern.test(key))) continue;
    const [, known] = BESIDE.find(([pattern]) => pattern.test(key)) ?? [];
    if (known) beside.add(known);
    const [prefix, part] = PREFIXES.find(([prefix]) => key.startsWith(prefix)) ?? [];
    if (prefix !== undefined && part !== undefined) parts[part].set(key.slice(prefix.length), entry);
    else if (!known) unused.push(key);
  }
  const foreign = foreignModel(all.keys());
  if (foreign) throw unloadable(model, foreign);
  if (parts.unet.size === 0) throw unloadable(model, withoutUNet(all));
  return { parts, unused, beside: [...beside] };
}

/** The keys of a part as they stand in the file. */
export function keyInFile(all: WeightMap, { part, name }: { readonly part: PartName; readonly name: string }): string {
  const prefixes = PREFIXES.filter(([, own]) => own === part).map(([prefix]) => prefix);
  return prefixes.map((prefix) => prefix + name).find((key) => all.has(key)) ?? name;
}

/** A file without a UNet is a LoRA, a VAE or something else. */
function withoutUNet(all: WeightMap): Message {
  const [first] = all.keys();
  if (first === undefined) return message('checkpoint.empty');
  return partAlone(all) ?? message('checkpoint.no-unet', { key: quote(first) });
}
