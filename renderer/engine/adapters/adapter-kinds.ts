import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

const kind = (name: string) => message('adapter.kind', { kind: name });

/** Files that are no adapter which we can add, each by a part of its keys. */
const OTHER_KINDS: readonly (readonly [RegExp, Message])[] = [
  [/\.boft_/, kind('BOFT')],
  [/\.oft_/, kind('OFT')],
  [/\.(a1|a2|b1|b2|bm)\.weight$/, kind('GLoRA')],
  [/\.(on_input$|ia3_l)/, kind('IA3')],
  [/(^|\.)vera_(lambda_[bd]|[AB])(\.|$)/, kind('VeRA')],
  [
    /\.(hra_u|poly_|randlora_|vblora_|fourierft_|road_theta|c3a_kernel|shira_weight|miss_block|bone_block)/,
    kind('peft'),
  ],
  [/^lllite_/, message('adapter.is-lllite')],
  [/^(image_proj|ip_adapter)\./, message('adapter.is-image-prompt')],
  [/^(lora_controlnet$|control_model\.|controlnet_cond_embedding\.|input_hint_block\.)/, message('adapter.is-control')],
  [/\.(set_weight|reshape_weight)$/, message('adapter.sets-weights')],
  [/(^|\.)motion_modules\./, message('adapter.is-motion')],
  [/attn[._]in_proj/, message('adapter.joined-attention')],
  [
    /^(lora_transformer_|transformer\.|diffusion_model\.(double|joint|single)_blocks|(double|single|joint)_blocks|lora_unet_(double|single|joint)_blocks)/,
    message('adapter.transformer'),
  ],
  [/^(string_to_param|emb_params|clip_l$|clip_g$|text_encoders_[01]$)/, message('adapter.is-embedding')],
  [/^\d+\.\d\.linear|^\d+\.(activation_func|layer_structure)$/, message('adapter.is-hypernetwork')],
];

/** Whole models, which have no key of an adapter. */
const CHECKPOINT = /^(model\.diffusion_model|cond_stage_model|first_stage_model|conditioner)\./;

/** What a key says that belongs to another kind of file; null for any other key. */
export function otherKind(key: string): Message | null {
  const found = OTHER_KINDS.find(([pattern]) => pattern.test(key));
  if (found) return found[1];
  return CHECKPOINT.test(key) ? message('adapter.is-checkpoint') : null;
}

/** The word that a pivotal tuning's vectors in a LoRA's file stand for (OneTrainer); null for any other key. */
export function bundledWord(key: string): string | null {
  return /^bundle_emb\.(.+)\.[^.]+$/.exec(key)?.[1] ?? null;
}
