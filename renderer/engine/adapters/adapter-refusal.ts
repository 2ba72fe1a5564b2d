import { parseAdapterKey } from '#renderer/engine/adapters/adapter-keys.ts';
import type { BaseWeights } from '#renderer/engine/adapters/adapter-names.ts';
import type { AdapterFile } from '#renderer/engine/contract/model-choice.ts';
import { shortPath, shownKey } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import type { Failure } from '#shared/failure.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

export interface RefusalContext {
  readonly file: AdapterFile;
  readonly weights: WeightMap;
  readonly base: BaseWeights;
}

/** What the reader of an adapter says when it gives up. */
export interface AdapterRefusal {
  because(key: string, reason: Message): Failure;
  unknown(key: string): never;
  shape(key: string, shapes: { weight: readonly number[]; factors: readonly (readonly number[])[] }): Failure;
  empty(): Failure;
}

/** The sentences for an adapter that cannot be used, each with the key and the likely reason. */
export function refusal({ file, weights, base }: RefusalContext): AdapterRefusal {
  const unusable = (reason: Message) =>
    failure('invalid', 'adapter.unusable', { name: shownKey(file.name), file: shortPath(file.file), reason });
  const because = (key: string, reason: Message) => unusable(message('adapter.at-key', { key: shownKey(key), reason }));
  const family = () => familyReason(weights, base.unet);
  return {
    because,
    unknown(key) {
      const other = otherKind(key, base);
      throw because(key, other ?? message('adapter.unknown-key', { family: family() }));
    },
    shape(key, { weight, factors }) {
      const given = factors.map((shape) => shape.join('×') || message('adapter.scalar'));
      return because(key, message('adapter.shape', { weight, factors: given, family: family() }));
    },
    empty: () => unusable(message('adapter.empty')),
  };
}

/** Files that are no adapter which we can add, by a part of their keys. */
const OTHER_KINDS: readonly (readonly [RegExp, Message])[] = [
  [/\.(oft_|boft_)/, message('adapter.kind', { kind: 'OFT' })],
  [/\.(a1|a2|b1|b2)\.weight$/, message('adapter.kind', { kind: 'GLoRA' })],
  [/\.on_input$/, message('adapter.kind', { kind: 'IA3' })],
  [/attn[._]in_proj/, message('adapter.joined-attention')],
  [
    /^(lora_transformer_|transformer\.|diffusion_model\.(double|joint)_blocks|double_blocks|lora_unet_(double|single|joint)_blocks)/,
    message('adapter.transformer'),
  ],
  [/^(string_to_param|emb_params|clip_l$|clip_g$)/, message('adapter.is-embedding')],
  [/^(model\.diffusion_model|cond_stage_model|first_stage_model|conditioner)\./, message('adapter.is-checkpoint')],
];

/** Null for the key of an adapter that would be supported if the model had its weight. */
function otherKind(key: string, base: BaseWeights): Message | null {
  const known = OTHER_KINDS.find(([pattern]) => pattern.test(key))?.[1];
  if (known !== undefined) return known;
  const isSecond = /^(lora_te2_|lycoris_te2_|text_encoder_2\.)/.test(key);
  if (isSecond && base.textEncoders.length < 2) {
    return message('adapter.second-encoder', { family: familyName(base.unet) });
  }
  return parseAdapterKey(key) === null ? message('adapter.no-lora') : null;
}

/** Families by the width of the text that their attention reads. */
const FAMILIES: ReadonlyMap<number, string | Message> = new Map<number, string | Message>([
  [768, 'SD 1.5'],
  [1024, 'SD 2.1'],
  [1280, message('family.refiner')],
  [2048, 'SDXL'],
]);

function familyReason(weights: WeightMap, unet: WeightMap): Message {
  const theirs = contextWidth(weights);
  const ours = contextWidth(unet);
  if (theirs === null || ours === null) return message('adapter.family-unclear');
  if (theirs === ours) return message(theirs === 2048 ? 'adapter.same-width-sdxl' : 'adapter.same-width');
  const made = FAMILIES.get(theirs) ?? message('family.another');
  return message('adapter.other-width', { theirs: made, width: theirs, ours: familyName(unet), own: ours });
}

function familyName(unet: WeightMap): string | Message {
  return FAMILIES.get(contextWidth(unet) ?? 0) ?? message('family.of-another');
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
