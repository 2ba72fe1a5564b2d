import { parseAdapterKey } from '#renderer/engine/adapters/adapter-keys.ts';
import { otherKind } from '#renderer/engine/adapters/adapter-kinds.ts';
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
  /** Too many keys fit nothing; the file's kind where one of them tells it. */
  strange(keys: readonly string[]): Failure;
  shape(key: string, shapes: { weight: readonly number[]; factors: readonly (readonly number[])[] }): Failure;
  /** By what peft calls the method. */
  method(name: string): Failure;
  /** The file beside it cannot be read. */
  config(cause: unknown): never;
  empty(): Failure;
}

/** The sentences for an adapter that cannot be used, each with the key and the likely reason. */
export function refusal({ file, weights, base }: RefusalContext): AdapterRefusal {
  const unusable = (reason: Message, cause?: unknown) => {
    const said = { name: shownKey(file.name), file: shortPath(file.file), reason };
    return failure('invalid', 'adapter.unusable', said, cause === undefined ? {} : { cause });
  };
  const because = (key: string, reason: Message) => unusable(message('adapter.at-key', { key: shownKey(key), reason }));
  const family = () => familyReason(weights, base.unet);
  return {
    because,
    strange(keys) {
      const [first = ''] = keys;
      for (const key of keys) {
        const other = otherKind(key) ?? secondEncoder(key, base);
        if (other) return because(key, other);
      }
      if (parseAdapterKey(first) === null) return because(first, message('adapter.no-lora'));
      const isNamed = LAYER_NAMES.test(first);
      return because(first, isNamed ? message('adapter.unknown-key', { family: family() }) : message('adapter.names'));
    },
    shape(key, { weight, factors }) {
      const given = factors.map((shape) => shape.join('×') || message('adapter.scalar'));
      return because(key, message('adapter.shape', { weight, factors: given, family: family() }));
    },
    method: (name) => unusable(message('adapter.kind', { kind: shownKey(name) })),
    config(cause) {
      throw unusable(message('adapter.config-unread'), cause);
    },
    empty: () => unusable(message('adapter.empty')),
  };
}

/** Words that every naming of a layer of Stable Diffusion has one of. */
const LAYER_NAMES =
  /(down|up|mid|input|output|middle)_blocks?|text_model|text_encoder|encoder[._]layers|resblocks|_embed|conv_(in|out)|lora_te/;

function secondEncoder(key: string, base: BaseWeights): Message | null {
  const isSecond = /^(lora_te2_|lycoris_te2_|text_encoder_2\.|text_encoders\.clip_g\.)/.test(key);
  if (!isSecond || base.textEncoders.length >= 2) return null;
  return message('adapter.second-encoder', { family: familyName(base.unet) });
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
