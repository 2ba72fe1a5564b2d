import { parseAdapterKey } from '#renderer/engine/adapters/adapter-keys.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

type Recognised = readonly (readonly [RegExp, Message])[];

const model = (name: string) => message('checkpoint.is-model', { name });

/** Models that look like Stable Diffusion from outside, each by a key that no family of ours has. */
const MODELS: Recognised = [
  [/^edm_(mean|std)$/, message('checkpoint.is-edm', { name: 'playground v2.5' })],
  [/^edm_vpred\.sigma_(max|min)$/, message('checkpoint.is-edm', { name: 'CosXL' })],
  [/(^|\.)joint_blocks\.\d/, model('SD 3')],
  [/(^|\.)(double_blocks|single_transformer_blocks)\.\d/, model('Flux')],
  [/(^|\.)(time_stack|time_mixer|temporal_transformer_blocks)\./, model('Stable Video Diffusion')],
  [/(^|\.)motion_modules\./, model('AnimateDiff')],
  [/(^|\.)(clip_txt_mapper|clip_txt_pooled_mapper|effnet_mapper)\./, model('Stable Cascade')],
  [/(^|\.)(scale_shift_table|caption_projection\.)/, model('PixArt')],
  [/(^|\.)(noise_refiner|context_refiner|cap_embedder)\./, model('Lumina')],
  [/(^|\.)(img_mod|txt_mod)\./, model('Qwen-Image')],
];

/** Files that are a part of a model, or go beside one. */
const PARTS: Recognised = [
  [
    /^(control_model\.|controlnet_cond_embedding\.|input_hint_block\.|zero_convs\.\d)/,
    message('checkpoint.is-control'),
  ],
  [/^(image_proj|ip_adapter)\./, message('checkpoint.is-image-prompt')],
  [/^(emb_params|string_to_param|string_to_token|clip_[lg]$|text_encoders_[01]$)/, message('checkpoint.is-embedding')],
  [/^(model\.0|body\.0\.rdb1|model\.1\.sub\.0|conv_first)\./, message('checkpoint.is-upscaler')],
  [
    /^(unet\.|model\.diffusion_model\.|diffusion_model\.)?(input_blocks|down_blocks)\.\d/,
    message('checkpoint.is-unet'),
  ],
  [
    /^(first_stage_model\.|vae\.)?(decoder|encoder)\.(up|down|up_blocks|down_blocks|layers|conv_in)\b/,
    message('checkpoint.is-vae'),
  ],
  [/^(decoder\.)?1\.weight$/, message('checkpoint.is-vae')],
  [/^text_model\./, message('checkpoint.is-text-encoder')],
];

/** What a model is that none of the families is; null where no key tells. */
export function foreignModel(keys: Iterable<string>): Message | null {
  return recognise(keys, MODELS);
}

/** What a file is that holds no UNet of a checkpoint; null where no key tells. */
export function partAlone(weights: WeightMap): Message | null {
  const keys = [...weights.keys()];
  const adapterKeys = keys.filter((key) => parseAdapterKey(key) !== null).length;
  if (keys.length > 0 && 2 * adapterKeys > keys.length) return message('checkpoint.is-adapter');
  // Several parts are a checkpoint that lacks its UNet.
  return keys.some((key) => /^(cond_stage_model|conditioner)\./.test(key)) ? null : recognise(keys, PARTS);
}

function recognise(keys: Iterable<string>, kinds: Recognised): Message | null {
  for (const key of keys) {
    const found = kinds.find(([pattern]) => pattern.test(key));
    if (found) return found[1];
  }
  return null;
}
