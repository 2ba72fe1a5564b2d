import { ldmModuleName, unetLayout } from '#renderer/engine/adapters/ldm-names.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** The weights of the networks that an adapter may change. */
export interface BaseWeights {
  readonly unet: WeightMap;
  /** In the order in which their hidden states are joined. */
  readonly textEncoders: readonly WeightMap[];
}

/** A network of a model, as adapters and merged files call it; textEncoder2 is the second of `textEncoders`. */
export type AdapterPart = 'unet' | 'textEncoder' | 'textEncoder2';

/** One of their weights. */
export interface AdapterTarget {
  readonly part: AdapterPart;
  readonly key: string;
  readonly entry: WeightEntry;
}

/** A layer of a network: what adapters name. */
export interface AdapterModule {
  readonly weight: AdapterTarget;
  readonly bias: AdapterTarget | null;
}

/** The parts that a model has, with their weights. */
export function partsOf(base: BaseWeights): readonly (readonly [AdapterPart, WeightMap])[] {
  const encoders = base.textEncoders.map((weights, i) => [TEXT_PARTS[i]!, weights] as const);
  return [['unet', base.unet], ...encoders];
}

const TEXT_PARTS = ['textEncoder', 'textEncoder2'] as const;

/**
 * Every name that adapter files have for a layer of this model, made from the weights themselves (the other way round,
 * underscores could not be told from dots): kohya and LyCORIS with diffusers, original or OpenCLIP names, peft and both
 * older diffusers styles. Made once for a model: a folder may have a thousand adapters.
 */
export function adapterNames(base: BaseWeights): ReadonlyMap<string, AdapterModule> {
  const names = known.get(base) ?? namesIn(base);
  known.set(base, names);
  return names;
}

const known = new WeakMap<BaseWeights, ReadonlyMap<string, AdapterModule>>();

function namesIn(base: BaseWeights): ReadonlyMap<string, AdapterModule> {
  const names = new Map<string, AdapterModule>();
  for (const [part, weights] of partsOf(base)) {
    const namesOf = part === 'unet' ? unetNames(weights) : textEncoderNames(part);
    for (const [key, entry] of weights) {
      if (!key.endsWith('.weight')) continue;
      const stem = key.slice(0, -'.weight'.length);
      const biasKey = `${stem}.bias`;
      const bias = weights.get(biasKey);
      const module = { weight: { part, key, entry }, bias: bias ? { part, key: biasKey, entry: bias } : null };
      for (const name of namesOf(stem)) names.set(name, module);
    }
  }
  return names;
}

function unetNames(unet: WeightMap): (module: string) => string[] {
  const layout = unetLayout(unet.keys());
  return (module) => {
    const original = ldmModuleName(module, layout);
    const processor = module.replace(/\.to_(q|k|v|out)(\.0)?$/, '.processor.to_$1');
    return [
      ...flatNames(module, UNET_PREFIXES),
      ...(original === null ? [] : [...flatNames(original, UNET_PREFIXES), ...dottedNames(original)]),
      ...[module, processor].flatMap(dottedNames),
    ];
  };
}

/** As the module is called in diffusers' LoRAs, in ComfyUI's, in a checkpoint, and by itself. */
function dottedNames(module: string): string[] {
  return ['unet.', 'diffusion_model.', 'model.diffusion_model.', ''].map((prefix) => prefix + module);
}

/** LyCORIS writes the bare prefix in newer files; kohya's trainers always name the network. */
const UNET_PREFIXES = ['lora_unet', 'lycoris_unet', 'lycoris'];

/** Files name an encoder's layers with `text_model.` whether or not this model's keys have it. */
function textEncoderNames(part: AdapterPart): (module: string) => string[] {
  const isFirst = part === 'textEncoder';
  const tags = isFirst ? ['te', 'te1'] : ['te2'];
  const flat = tags.flatMap((tag) => [`lora_${tag}`, `lycoris_${tag}`]);
  const dotted = isFirst ? FIRST_ENCODER : SECOND_ENCODER;
  return (module) => {
    const bare = module.replace(/^text_model\./, '');
    const old = bare.replace(/\.(q|k|v|out)_proj$/, '.to_$1');
    const open = openClipName(bare);
    return [
      ...[`text_model.${bare}`, bare, ...(open === null ? [] : [open])].flatMap((name) => flatNames(name, flat)),
      ...(isFirst ? flatNames(`text_model.${bare}`, ['lycoris']) : []),
      ...dotted.flatMap((network) =>
        ['text_model.', ''].flatMap((prefix) => [bare, old].map((name) => `${network}.${prefix}${name}`)),
      ),
      // As peft saves an encoder by itself; of two the first is meant.
      ...(isFirst ? [`text_model.${bare}`, bare] : []),
    ];
  };
}

/** Before the dot: diffusers, OneTrainer, and ComfyUI by what the encoder is. */
const FIRST_ENCODER = [
  'text_encoder',
  'text_encoder_1',
  'text_encoders.clip_l.transformer',
  'text_encoders.clip_h.transformer',
];
const SECOND_ENCODER = ['text_encoder_2', 'text_encoders.clip_g.transformer'];

const OPEN_CLIP_PARTS: ReadonlyMap<string, string> = new Map([
  ['self_attn.out_proj', 'attn.out_proj'],
  ['mlp.fc1', 'mlp.c_fc'],
  ['mlp.fc2', 'mlp.c_proj'],
  ['layer_norm1', 'ln_1'],
  ['layer_norm2', 'ln_2'],
]);

/** The layer's name in OpenCLIP; null where one of ours is only a part of one of theirs (the joined q, k, v). */
function openClipName(module: string): string | null {
  const [, layer, part] = /^encoder\.layers\.(\d+)\.(.+)$/.exec(module) ?? [];
  const name = part === undefined ? undefined : OPEN_CLIP_PARTS.get(part);
  return name === undefined ? null : `transformer.resblocks.${layer}.${name}`;
}

function flatNames(module: string, prefixes: readonly string[]): string[] {
  const flat = module.replaceAll('.', '_');
  return prefixes.map((prefix) => `${prefix}_${flat}`);
}
