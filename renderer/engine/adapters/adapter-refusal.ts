import { parseAdapterKey } from '#renderer/engine/adapters/adapter-keys.ts';
import type { BaseWeights } from '#renderer/engine/adapters/adapter-names.ts';
import type { AdapterFile } from '#renderer/engine/contract/model-choice.ts';
import { shortPath } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { Failure } from '#shared/failure.ts';

export interface RefusalContext {
  readonly file: AdapterFile;
  readonly weights: WeightMap;
  readonly base: BaseWeights;
}

/** What the reader of an adapter says when it gives up. */
export interface AdapterRefusal {
  because(key: string, reason: string): Failure;
  unknown(key: string): never;
  shape(key: string, shapes: { weight: readonly number[]; factors: readonly (readonly number[])[] }): Failure;
  empty(): Failure;
}

/** The sentences for an adapter that cannot be used, each with the key and the likely reason. */
export function refusal({ file, weights, base }: RefusalContext): AdapterRefusal {
  const name = `adapter ${file.name} (${shortPath(file.file)})`;
  const because = (key: string, reason: string) => new Failure('invalid', `Cannot use ${name}: key ${key}: ${reason}`);
  const family = () => familyReason(weights, base.unet);
  return {
    because,
    unknown(key) {
      const other = otherKind(key, base);
      throw because(key, other ?? `it fits no weight of this model. ${family()}`);
    },
    shape(key, { weight, factors }) {
      const given = factors.map((shape) => shape.join('×') || 'a number').join(' and ');
      return because(key, `the weight is ${weight.join('×')}, given ${given}. ${family()}`);
    },
    empty: () => new Failure('invalid', `Cannot use ${name}: it holds no tensors`),
  };
}

/** Files that are no adapter which we can add, by a part of their keys. */
const OTHER_KINDS: readonly (readonly [RegExp, string])[] = [
  [/\.(oft_|boft_)/, 'it is an OFT adapter; LoRA, LoCon, LoHa, LoKr, DoRA and full differences are supported'],
  [
    /\.(a1|a2|b1|b2)\.weight$/,
    'it is a GLoRA adapter; LoRA, LoCon, LoHa, LoKr, DoRA and full differences are supported',
  ],
  [/\.on_input$/, 'it is an IA3 adapter; LoRA, LoCon, LoHa, LoKr, DoRA and full differences are supported'],
  [/attn[._]in_proj/, "it changes OpenCLIP's joined attention projection; only its separate projections are supported"],
  [
    /^(lora_transformer_|transformer\.|diffusion_model\.(double|joint)_blocks|double_blocks|lora_unet_(double|single|joint)_blocks)/,
    'it is made for a transformer model (SD 3, Flux …)',
  ],
  [
    /^(string_to_param|emb_params|clip_l$|clip_g$)/,
    'it is a textual inversion, not a LoRA: it belongs among the embeddings',
  ],
  [
    /^(model\.diffusion_model|cond_stage_model|first_stage_model|conditioner)\./,
    'it is a whole checkpoint, not a LoRA',
  ],
];

/** Null for the key of an adapter that would be supported if the model had its weight. */
function otherKind(key: string, base: BaseWeights): string | null {
  const known = OTHER_KINDS.find(([pattern]) => pattern.test(key))?.[1];
  if (known !== undefined) return known;
  const isSecond = /^(lora_te2_|lycoris_te2_|text_encoder_2\.)/.test(key);
  if (isSecond && base.textEncoders.length < 2) {
    return `it is made for SDXL, which has a second text encoder; this model is ${familyName(base.unet)}`;
  }
  return parseAdapterKey(key) === null ? 'the file is no LoRA or relative of one' : null;
}

/** Families by the width of the text that their attention reads. */
const FAMILIES: ReadonlyMap<number, string> = new Map([
  [768, 'SD 1.5'],
  [1024, 'SD 2.1'],
  [1280, 'the SDXL refiner'],
  [2048, 'SDXL'],
]);

function familyReason(weights: WeightMap, unet: WeightMap): string {
  const theirs = contextWidth(weights);
  const ours = contextWidth(unet);
  if (theirs === null || ours === null) return 'It may be made for a model of another family';
  if (theirs === ours) {
    const sizes = theirs === 2048 ? ', such as SDXL, SSD-1B and Segmind Vega among themselves' : '';
    return `It may be made for a model with other layers of the same text width${sizes}`;
  }
  const made = FAMILIES.get(theirs) ?? 'another family';
  return `It looks made for ${made}: it expects text of width ${theirs}; this model is ${familyName(unet)}, with ${ours}`;
}

function familyName(unet: WeightMap): string {
  return FAMILIES.get(contextWidth(unet) ?? 0) ?? 'of another family';
}

/** Tensors of cross-attention's keys that have the text's width as their second dimension, in models and adapters. */
const CONTEXT_KEYS =
  /attn2[._](processor\.)?to_k(\.weight|[._]lora.*down\.weight|\.lora_A.*|\.hada_w1_b|\.hada_w2_b|\.diff)$/;

function contextWidth(weights: WeightMap): number | null {
  for (const [name, { shape }] of weights) if (CONTEXT_KEYS.test(name)) return shape[1] ?? null;
  return lokrWidth(weights);
}

/** A Kronecker product's width is the product of its factors'. */
function lokrWidth(weights: WeightMap): number | null {
  for (const [name, { shape }] of weights) {
    const [, module] = /^(.*attn2[._]to_k)\.lokr_w1$/.exec(name) ?? [];
    const right = module && (weights.get(`${module}.lokr_w2`) ?? weights.get(`${module}.lokr_w2_b`));
    if (right) return (shape[1] ?? 1) * (right.shape[1] ?? 1);
  }
  return null;
}
