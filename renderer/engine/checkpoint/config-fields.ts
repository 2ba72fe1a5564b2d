import { shownKey } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** A network's config.json: which network it is of. */
export type ConfiguredPart = 'unet' | 'vae' | 'text encoder';

/** Fields that every library writes, and that say nothing about a network. */
const COMMON = 'quantization_config dtype torch_dtype transformers_version architectures model_type';

/**
 * The fields of each configuration: those that are read or must have the one value that is built (graph/nets), and those
 * that only training or other tasks need.
 */
const FIELDS: Readonly<Record<ConfiguredPart, ReadonlySet<string>>> = {
  unet: setOf(
    'sample_size in_channels out_channels center_input_sample flip_sin_to_cos freq_shift down_block_types',
    'mid_block_type up_block_types only_cross_attention block_out_channels layers_per_block downsample_padding',
    'mid_block_scale_factor act_fn norm_num_groups norm_eps cross_attention_dim transformer_layers_per_block',
    'reverse_transformer_layers_per_block encoder_hid_dim encoder_hid_dim_type attention_head_dim',
    'num_attention_heads dual_cross_attention use_linear_projection class_embed_type addition_embed_type',
    'addition_time_embed_dim num_class_embeds upcast_attention resnet_time_scale_shift resnet_skip_time_act',
    'resnet_out_scale_factor time_embedding_type time_embedding_dim time_embedding_act_fn timestep_post_act',
    'time_cond_proj_dim conv_in_kernel conv_out_kernel projection_class_embeddings_input_dim attention_type',
    'mid_block_only_cross_attention cross_attention_norm',
    // Of training alone; of kinds of embeddings that are refused; of an averaged copy's training.
    'dropout class_embeddings_concat addition_embed_type_num_heads',
    'decay inv_gamma min_decay optimization_step power update_after_step use_ema_warmup',
  ),
  vae: setOf(
    'in_channels out_channels down_block_types up_block_types block_out_channels layers_per_block act_fn',
    'latent_channels norm_num_groups sample_size scaling_factor shift_factor latents_mean latents_std force_upcast',
    'use_quant_conv use_post_quant_conv mid_block_add_attention',
  ),
  'text encoder': setOf(
    'hidden_size intermediate_size num_hidden_layers num_attention_heads max_position_embeddings vocab_size',
    'hidden_act layer_norm_eps projection_dim projection_transposed eos_token_id',
    // Of training, of texts that are written, and which ids a tokenizer has: its own files say so.
    'attention_dropout dropout initializer_factor initializer_range bos_token_id pad_token_id use_cache',
    'gradient_checkpointing output_attentions output_hidden_states return_dict id2label label2id problem_type',
    'tie_word_embeddings is_decoder is_encoder_decoder add_cross_attention chunk_size_feed_forward',
  ),
};

function setOf(...lines: readonly string[]): ReadonlySet<string> {
  return new Set([COMMON, ...lines].flatMap((line) => line.split(' ')));
}

/** A note about the fields of a config.json that nobody here knows; libraries' own begin with a `_`. */
export function unknownFields(part: ConfiguredPart, config: unknown): readonly Message[] {
  if (typeof config !== 'object' || config === null) return [];
  const names = Object.keys(config).filter((name) => !name.startsWith('_') && !FIELDS[part].has(name));
  return names.length === 0 ? [] : [message('checkpoint.unknown-fields', { part, names: names.map(shownKey) })];
}
