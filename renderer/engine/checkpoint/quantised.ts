import { unloadable } from '#renderer/engine/checkpoint/unloadable.ts';
import { quote } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightDtype, WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { message } from '#shared/text/failure.ts';
import { shownText } from '#shared/text/shown.ts';

/** Keys beside quantised weights, by who writes them. */
const METHODS: readonly (readonly [RegExp, string])[] = [
  [/\.(absmax|nested_absmax|quant_map|nested_quant_map)$|quant_state\.bitsandbytes__/, 'bitsandbytes nf4 or fp4'],
  [/\.(SCB|CB|weight_format)$/, 'bitsandbytes int8'],
  [/\.(qweight|qzeros|g_idx)$/, 'GPTQ or AWQ'],
  [/(^|\.)(comfy_quant|scaled_fp8|scale_weight|scale_input|weight_scale|input_scale)$/, 'scaled 8-bit floats'],
  [/\.(wscales|smooth_factor|svdq)|(^|\.)(proj_down|proj_up)$/, 'SVDQuant'],
];

const FLOATS: ReadonlySet<WeightDtype> = new Set(['F32', 'F16', 'BF16', 'F64', 'F8_E4M3', 'F8_E5M2']);

/** Whole numbers that a model may hold: which token stands where. */
const COUNTERS = /(^|\.)(position_ids|attn_mask|num_updates|logit_scale)$/;

/** Refuses a model with a key that says how its weights are quantised. Throws `invalid` that names key and method. */
export function refuseQuantisedKeys(keys: Iterable<string>, model: string): void {
  for (const key of keys) {
    const [, method] = METHODS.find(([pattern]) => pattern.test(key)) ?? [];
    if (method) throw unloadable(model, message('checkpoint.quantised', { key: quote(key), method }));
  }
}

/**
 * Refuses a network whose weights are whole numbers: they stand for others, by factors that come from elsewhere. Taken
 * as they are they would draw a picture of nothing. Throws `invalid` that names key and format.
 */
export function refuseWholeNumbers(weights: WeightMap, model: string): void {
  for (const [key, { dtype, unread }] of weights) {
    if (COUNTERS.test(key) || (FLOATS.has(dtype) && unread === undefined)) continue;
    throw unloadable(model, message('checkpoint.whole-numbers', { key: quote(key), format: unread ?? dtype }));
  }
}

/** Refuses a network whose config.json says that it is quantised. */
export function refuseQuantisedConfig(config: unknown, model: string): void {
  const { quantization_config: quantisation } = isRecord(config) ? config : {};
  if (!isRecord(quantisation)) return;
  const { quant_method: method = '?', bnb_4bit_quant_type: type = '' } = quantisation;
  throw unloadable(
    model,
    message('checkpoint.quantised-config', { method: shownText(`${method} ${type}`.trim(), 60) }),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
