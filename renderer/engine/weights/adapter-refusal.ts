import type { AdapterFile } from '#renderer/engine/engine.ts';
import { type BaseWeights, parseAdapterKey } from '#renderer/engine/weights/adapter-names.ts';
import { shortPath } from '#renderer/engine/weights/safetensors-header.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { Failure } from '#shared/failure.ts';

export interface RefusalContext {
  readonly file: AdapterFile;
  readonly weights: WeightMap;
  readonly base: BaseWeights;
}

/** The sentences for an adapter that cannot be used, each with the key and the likely reason. */
export function refusal({ file, weights, base }: RefusalContext) {
  const name = `adapter ${file.name} (${shortPath(file.file)})`;
  const because = (key: string, reason: string) => new Failure('invalid', `Cannot use ${name}: key ${key}: ${reason}`);
  const family = () => familyReason(weights, base.unet);
  return {
    because,
    unknown(key: string): never {
      throw because(key, `it fits no weight of this model. ${otherKind(key) ?? family()}`);
    },
    shape(key: string, shapes: { down: readonly number[]; up: readonly number[]; weight: readonly number[] }): Failure {
      const { down, up, weight } = shapes;
      const given = `factors ${up.join('×')} and ${down.join('×')}`;
      return because(key, `the weight is ${weight.join('×')}, given ${given}. ${family()}`);
    },
    empty: () => new Failure('invalid', `Cannot use ${name}: it holds no LoRA`),
  };
}

/** Kinds of adapters that are no plain LoRA, by a part of their keys. */
const OTHER_KINDS: readonly (readonly [RegExp, string])[] = [
  [/\.hada_/, 'It is a LoHa adapter; only LoRA is supported'],
  [/\.lokr_/, 'It is a LoKr adapter; only LoRA is supported'],
  [/\.(dora_scale|lora_magnitude_vector)/, 'It is a DoRA adapter; only LoRA is supported'],
  [/\.lora_mid\./, 'It is a Tucker-decomposed LoCon adapter; only LoRA is supported'],
  [/\.(diff|diff_b|w_norm|b_norm)$/, 'It holds full differences; only LoRA is supported'],
  [/^(lora_te2_|text_encoder_2\.)/, 'It is made for SDXL, which has a second text encoder'],
  [
    /^(lora_transformer_|transformer\.|double_blocks|lora_unet_(double|single|joint)_blocks)/,
    'It is made for a transformer model',
  ],
  [/^(string_to_param|emb_params|clip_l|clip_g)/, 'It is a textual inversion, not a LoRA'],
  [/^(model\.diffusion_model|cond_stage_model|first_stage_model)\./, 'It is a whole checkpoint, not a LoRA'],
];

/** Null for the key of a plain LoRA. */
function otherKind(key: string): string | null {
  const known = OTHER_KINDS.find(([pattern]) => pattern.test(key))?.[1];
  return known ?? (parseAdapterKey(key) === null ? 'The file is no LoRA' : null);
}

/** Families by the width of the text that their attention reads. */
const FAMILIES: ReadonlyMap<number, string> = new Map([
  [768, 'SD 1.5'],
  [1024, 'SD 2.1'],
  [1280, 'the SDXL refiner'],
  [2048, 'SDXL'],
]);

function familyReason(weights: WeightMap, unet: WeightMap): string {
  const theirs = contextWidth(weights, /attn2[._](processor\.)?to_k.*(down\.weight|lora_A.*)$/);
  const ours = contextWidth(unet, /attn2\.to_k\.weight$/);
  if (theirs === null || ours === null || theirs === ours) return 'It may be made for a model of another family';
  const made = FAMILIES.get(theirs) ?? 'another family';
  return `It looks made for ${made}: it expects text of width ${theirs}, and this model has ${ours}`;
}

function contextWidth(weights: WeightMap, key: RegExp): number | null {
  for (const [name, { shape }] of weights) if (key.test(name)) return shape[1] ?? null;
  return null;
}
