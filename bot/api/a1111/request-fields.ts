import { failureOf, say } from '#bot/text/say.ts';
import { cut } from '#shared/text/cut.ts';
import type { Message } from '#shared/text/message.ts';

/** What a field of A1111's requests may be here. */
type FieldRule =
  /** Read by who makes the order, who checks what it is. */
  | { readonly kind: 'used' }
  /** Asks for what happens anyway, whatever it says: where A1111 would keep its own copies, say. */
  | { readonly kind: 'harmless' }
  /** There is nothing for it: only values that ask for nothing are taken. */
  | { readonly kind: 'idle'; readonly values: readonly unknown[] }
  /** Decided here by other means: another value is taken, and told. */
  | { readonly kind: 'told'; readonly usual: readonly unknown[] };

/** A1111's fields by name. */
type FieldRules = Readonly<Record<string, FieldRule>>;

const USED: FieldRule = { kind: 'used' };
const HARMLESS: FieldRule = { kind: 'harmless' };
const idle = (...values: readonly unknown[]): FieldRule => ({ kind: 'idle', values: [null, '', ...values] });
const told = (...usual: readonly unknown[]): FieldRule => ({ kind: 'told', usual: [null, ...usual] });

/** Of `/txt2img` and `/img2img` (A1111's modules/api/models.py and processing.py). */
const COMMON: FieldRules = {
  ...named(USED, 'prompt negative_prompt styles seed steps cfg_scale width height batch_size n_iter sampler_name'),
  ...named(USED, 'sampler_index scheduler denoising_strength refiner_checkpoint refiner_switch_at override_settings'),
  ...named(USED, 'send_images alwayson_scripts'),
  ...named(HARMLESS, 'do_not_save_samples do_not_save_grid save_images override_settings_restore_afterwards comments'),
  ...named(HARMLESS, 'force_task_id seed_enable_extras'),
  // SillyTavern's own copies of where it sends the request, and with which password.
  ...named(HARMLESS, 'url auth'),
  ...named(idle(false), 'restore_faces tiling disable_extra_networks'),
  ...named(idle(-1, 0), 'subseed seed_resize_from_h seed_resize_from_w'),
  ...named(idle(0), 'subseed_strength s_churn s_tmin s_tmax s_min_uncond firstphase_width firstphase_height'),
  s_noise: idle(1, 0),
  // 1 is what ancestral samplers take anyway, and 0 what all others do.
  eta: idle(0, 1),
  script_name: idle('None'),
  script_args: { kind: 'idle', values: [null, []] },
};

/** Of `/txt2img`: with a second pass. */
export const TXT2IMG_RULES: FieldRules = {
  ...COMMON,
  ...named(USED, 'enable_hr hr_scale hr_upscaler hr_resize_x hr_resize_y'),
  // Says nothing without the switch, as in A1111.
  hr_second_pass_steps: HARMLESS,
  hr_additional_modules: { kind: 'idle', values: [null, [], ['Use same choices']] },
  hr_checkpoint_name: idle('Use same checkpoint'),
  hr_sampler_name: idle('Use same sampler'),
  hr_scheduler: idle('Use same scheduler'),
  ...named(idle(), 'hr_prompt hr_negative_prompt firstpass_image'),
};

/**
 * The same where the second pass is switched on: how much of the larger picture is drawn anew, and so in how many
 * steps, depends on how it was made.
 */
export const TWICE_RULES: FieldRules = {
  ...TXT2IMG_RULES,
  ...named(told(0), 'denoising_strength hr_second_pass_steps'),
};

/** Of `/img2img`: with a picture to start from. */
export const IMG2IMG_RULES: FieldRules = {
  ...COMMON,
  ...named(USED, 'init_images mask inpainting_mask_invert'),
  // Stretched or cut to the size; what is beyond the picture is drawn by outpainting.
  resize_mode: idle(0, 1),
  ...named(told(0, 4), 'mask_blur mask_blur_x mask_blur_y'),
  inpainting_fill: told(1),
  inpaint_full_res: told(false, 0),
  inpaint_full_res_padding: told(0, 32),
  ...named(idle(1, 0), 'initial_noise_multiplier'),
  image_cfg_scale: idle(0, 1.5),
  include_init_images: idle(false),
  latent_mask: idle(),
  mask_round: idle(true),
};

const OF_MASKS = 'mask_blur mask_blur_x mask_blur_y inpainting_fill inpaint_full_res inpaint_full_res_padding';

/** The same without a mask: its settings, which clients always send, say nothing. */
export const MASKLESS_RULES: FieldRules = { ...IMG2IMG_RULES, ...named(HARMLESS, OF_MASKS) };

/** Of `/extra-single-image`. */
export const EXTRA_RULES: FieldRules = {
  ...named(USED, 'image upscaler_1 upscaling_resize codeformer_weight'),
  codeformer_visibility: { kind: 'idle', values: [null, 0, 1] },
  resize_mode: idle(0),
  ...named(HARMLESS, 'show_extras_results upscaling_resize_w upscaling_resize_h upscaling_crop'),
  // Krita's plugin sends them with every request.
  override_settings: { kind: 'idle', values: [null, {}] },
  override_settings_restore_afterwards: HARMLESS,
  ...named(idle(0), 'gfpgan_visibility extras_upscaler_2_visibility'),
  upscaler_2: idle('None'),
  upscale_first: idle(false),
};

/** Of `/extra-batch-images`: the same for several pictures. */
export const EXTRA_BATCH_RULES: FieldRules = { ...named(USED, 'imageList'), ...withoutImage(EXTRA_RULES) };

/** Of `/interrogate`. */
export const INTERROGATE_RULES: FieldRules = { ...named(USED, 'image model'), ...named(HARMLESS, 'width height') };
/** Of `/png-info`. */
export const PNG_INFO_RULES: FieldRules = named(USED, 'image');

/** Of `/controlnet/detect`. */
export const DETECT_RULES: FieldRules = {
  ...named(USED, 'controlnet_module controlnet_input_images controlnet_images'),
  ...named(USED, 'controlnet_threshold_a controlnet_threshold_b'),
  ...named(HARMLESS, 'controlnet_processor_res'),
  controlnet_masks: { kind: 'idle', values: [null, []] },
  low_vram: HARMLESS,
};

/** A1111's option of the same name in `override_settings` and `/options`. */
export const SETTING_RULES: FieldRules = {
  sd_model_checkpoint: USED,
  sd_vae: idle('Automatic', 'None'),
  CLIP_stop_at_last_layers: idle(1),
  eta_noise_seed_delta: idle(0),
  // What is kept of a picture stays as it is anyway.
  img2img_color_correction: told(false),
  ...named(HARMLESS, 'samples_save grid_save samples_format enable_pnginfo save_images_add_number'),
  // Says which network mends faces where that is asked for.
  face_restoration_model: HARMLESS,
  ...named(HARMLESS, 'show_progressbar live_previews_enable show_progress_every_n_steps return_grid'),
};

function withoutImage({ image: _, ...rules }: FieldRules): FieldRules {
  return rules;
}

function named(rule: FieldRule, names: string): FieldRules {
  return Object.fromEntries(names.split(' ').map((name) => [name, rule]));
}

/** Values that A1111's own page of examples has where nothing is meant. */
const PLACEHOLDER = 'string';

/** Names and values that are shown. */
const SHOWN_MAX = 40;

/**
 * Checks an object's fields: whatever nobody knows or cannot be had is refused by name, all at once; what is decided by
 * other means is told. Throws `invalid`.
 */
export function checkFields(values: Readonly<Record<string, unknown>>, rules: FieldRules): readonly Message[] {
  const problems: Message[] = [];
  const notices: Message[] = [];
  for (const [name, value] of Object.entries(values)) {
    const rule = Object.hasOwn(rules, name) ? rules[name]! : null;
    const given = cut(JSON.stringify(value) ?? '', SHOWN_MAX);
    if (rule === null) problems.push(say('a1111.unknown', { name: cut(name, SHOWN_MAX), given }));
    else if (rule.kind === 'idle' && !isAmong(value, rule.values))
      problems.push(say('a1111.unsupported', { name, given }));
    else if (rule.kind === 'told' && !isAmong(value, rule.usual)) notices.push(say('a1111.told', { name, given }));
  }
  if (problems.length > 0) throw failureOf('invalid', problems);
  return notices;
}

function isAmong(value: unknown, values: readonly unknown[]): boolean {
  const text = JSON.stringify(value);
  return value === PLACEHOLDER || values.some((each) => JSON.stringify(each) === text);
}
