import { ldmModuleName, unetLayout } from '#renderer/engine/weights/ldm-names.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** The weights of the networks that an adapter may change. */
export interface BaseWeights {
  readonly unet: WeightMap;
  readonly textEncoder: WeightMap;
}

/** One of those weights. */
export interface AdapterTarget {
  readonly part: keyof BaseWeights;
  readonly key: string;
  readonly entry: WeightEntry;
}

/**
 * Every name that LoRA files have for a weight of this model, made from the weights themselves (the other way round,
 * underscores could not be told from dots): kohya with diffusers or original names, peft and both older diffusers
 * styles.
 */
export function adapterNames(base: BaseWeights): ReadonlyMap<string, AdapterTarget> {
  const names = new Map<string, AdapterTarget>();
  for (const part of ['unet', 'textEncoder'] as const) {
    const namesOf = part === 'unet' ? unetNames(base.unet) : textEncoderNames;
    for (const [key, entry] of base[part]) {
      if (!key.endsWith('.weight') || entry.shape.length < 2) continue;
      for (const name of namesOf(key.slice(0, -'.weight'.length))) names.set(name, { part, key, entry });
    }
  }
  return names;
}

/** Which factor of which module a key of a LoRA file is. */
export interface AdapterKey {
  readonly module: string;
  readonly role: 'down' | 'up' | 'alpha';
}

/** Null for a key that is no part of a plain LoRA. */
export function parseAdapterKey(key: string): AdapterKey | null {
  const alpha = /^(.+)\.alpha$/.exec(key);
  if (alpha) return { module: alpha[1]!, role: 'alpha' };
  const kohya = /^(.+?)(?:\.lora_|[._]lora(?:_linear_layer)?\.)(down|up)\.weight$/.exec(key);
  if (kohya) return { module: kohya[1]!, role: kohya[2] as 'down' | 'up' };
  const peft = /^(?:base_model\.model\.)?(.+)\.lora_(A|B)(?:\.[^.]+)?\.weight$/.exec(key);
  if (peft) return { module: peft[1]!, role: peft[2] === 'A' ? 'down' : 'up' };
  return null;
}

/** Whether a module is named as the original code does, which diffusers drops when a file also has its own names. */
export function hasOriginalName(module: string): boolean {
  return /^lora_unet_(input_blocks|middle_block|output_blocks|time_embed|label_emb|out)_\d/.test(module);
}

function unetNames(unet: WeightMap): (module: string) => string[] {
  const layout = unetLayout(unet.keys());
  return (module) => {
    const original = ldmModuleName(module, layout);
    const processor = module.replace(/\.to_(q|k|v|out)(\.0)?$/, '.processor.to_$1');
    return [
      `lora_unet_${underscored(module)}`,
      ...(original === null ? [] : [`lora_unet_${underscored(original)}`]),
      `unet.${module}`,
      module,
      `unet.${processor}`,
      processor,
    ];
  };
}

/** Files name the encoder with `text_model.` whether or not this model's keys have it. */
function textEncoderNames(module: string): string[] {
  const bare = module.replace(/^text_model\./, '');
  const old = bare.replace(/\.(q|k|v|out)_proj$/, '.to_$1');
  return ['text_model.', ''].flatMap((prefix) => [
    `lora_te_${underscored(prefix + bare)}`,
    `lora_te1_${underscored(prefix + bare)}`,
    `text_encoder.${prefix}${bare}`,
    `text_encoder.${prefix}${old}`,
  ]);
}

function underscored(name: string): string {
  return name.replaceAll('.', '_');
}
