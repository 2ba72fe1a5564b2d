import type { Message, Sentences } from '#shared/text/message.ts';

const SUPPORTED = 'LoRA, LoCon, LoHa, LoKr, DoRA and full differences are supported';

/** Adapters and embeddings: why one does not fit a model. Families are names such as "SD 1.5", or a message. */
export const ADAPTERS = {
  'adapter.unusable': ({ name, file, reason }: { name: string; file: string; reason: Message }, { say }) =>
    `Cannot use adapter ${name} (${file}): ${say(reason)}`,
  'adapter.merge-only': ({ name, file }: { name: string; file: string }) =>
    `Cannot use adapter ${name} (${file}) for one render: it is not made of low-rank factors alone, ` +
    'so it must be merged into the weights',
  'adapter.whole-numbers': ({ key, dtype }: { key: string; dtype: string }) =>
    `Cannot merge adapter into ${key}: weights must be floating-point, given ${dtype}`,

  // Reasons for adapter.unusable.
  'adapter.empty': 'it holds no tensors',
  'adapter.at-key': ({ key, reason }: { key: string; reason: Message }, { say }) => `key ${key}: ${say(reason)}`,
  'adapter.unknown-key': ({ family }: { family: Message }, { say }) =>
    `it fits no weight of this model. ${say(family)}`,
  'adapter.shape': ({ weight, factors, family }: WrongShape, { say }) =>
    `the weight is ${weight.join('×')}, given ${factors.map(say).join(' and ')}. ${say(family)}`,
  'adapter.scalar': 'a number',
  'adapter.no-factors': ({ module }: { module: string }) => `${module} has no factors`,
  'adapter.missing-factor': ({ module, role }: { module: string; role: string }) =>
    `${module} lacks its ${role} factor`,
  'adapter.stray-factor': ({ module, role }: { module: string; role: string }) =>
    `${module} has a ${role} that does not go with its other factors`,
  'adapter.factor-twice': 'the file has this factor twice',
  'adapter.same-weight': ({ module }: { module: string }) => `${module} changes the same weight`,
  'adapter.alpha': ({ alpha }: { alpha: string }) => `its alpha is ${alpha}`,
  'adapter.no-bias': 'it changes a bias, and this layer has none',
  'adapter.kind': ({ kind }: { kind: string }) => `it is ${article(kind)} ${kind} adapter; ${SUPPORTED}`,
  'adapter.joined-attention':
    "it changes OpenCLIP's joined attention projection; only its separate projections are supported",
  'adapter.is-lllite': 'it is a ControlNet-LLLite, not a LoRA, and these are not supported yet',
  'adapter.is-image-prompt': 'it is an IP-Adapter, not a LoRA, and these are not supported yet',
  'adapter.is-control': 'it is a ControlNet or Control-LoRA, not a LoRA, and these are not supported yet',
  'adapter.is-motion': 'it is a motion module (AnimateDiff), not a LoRA, and these are not supported yet',
  'adapter.is-hypernetwork': 'it is a hypernetwork, not a LoRA, and these are not supported',
  'adapter.sets-weights': 'it replaces or enlarges whole weights (set_weight, reshape_weight), which is not supported',
  'adapter.names': 'its layers are named in a way that is not known, so it is made for another kind of model',
  'adapter.format': ({ role, format }: { role: string; format: string }) =>
    `its ${role} is stored as ${format}: quantised adapters are not supported`,
  'adapter.not-finite': 'it holds numbers that are NaN or infinite, so the file is damaged or its training went wrong',
  'adapter.config-unread': 'adapter_config.json beside it cannot be read as JSON',

  // Notes: what of a file does not act.
  'adapter.unused': ({ key, others }: { key: string; others: number }) =>
    others > 0
      ? `Key ${key} and ${others} more of its file fit nothing here and do not act`
      : `Key ${key} of its file fits nothing here and does not act`,
  'adapter.bundled-words': ({ names }: { names: readonly string[] }, { list }) =>
    `Its file also holds textual inversions (${list(names)}): put it among the embeddings too, to use them`,
  'adapter.unknown-setting': ({ names }: { names: readonly string[] }, { list }) =>
    `Its configuration has settings that are not known here and not obeyed (${list(names)})`,
  'adapter.unread-pattern': ({ pattern }: { pattern: string }) =>
    `Its configuration gives an alpha for the pattern ${pattern}, which is read only where it is the end of a name`,

  'adapter.transformer': 'it is made for a transformer model (SD 3, Flux …)',
  'adapter.is-embedding': 'it is a textual inversion, not a LoRA: it belongs among the embeddings',
  'adapter.is-checkpoint': 'it is a whole checkpoint, not a LoRA',
  'adapter.second-encoder': ({ family }: { family: string | Message }, { say }) =>
    `it is made for SDXL, which has a second text encoder; this model is ${say(family)}`,
  'adapter.no-lora': 'the file is no LoRA or relative of one',

  // Guesses about its family.
  'adapter.family-unclear': 'It may be made for a model of another family',
  'adapter.same-width': 'It may be made for a model with other layers of the same text width',
  'adapter.same-width-sdxl':
    'It may be made for a model with other layers of the same text width, such as SDXL, SSD-1B and Segmind Vega ' +
    'among themselves',
  'adapter.other-width': ({ theirs, width, ours, own }: OtherWidth, { say }) =>
    `It looks made for ${say(theirs)}: it expects text of width ${width}; this model is ${say(ours)}, with ${own}`,
  'family.refiner': 'the SDXL refiner',
  'family.another': 'another family',
  'family.of-another': 'of another family',

  'embedding.unusable': ({ name, file, reason }: { name: string; file: string; reason: Message }, { say }) =>
    `Cannot use embedding ${name} (${file}): ${say(reason)}`,
  'embedding.empty': 'it holds no tensor',
  'embedding.tensors': ({ count, keys }: { count: number; keys: readonly string[] }) =>
    `it holds ${count} tensors (${keys.join(', ')} …), so it is no textual inversion`,
  'embedding.unused': ({ key, others }: { key: string; others: number }) =>
    others > 0
      ? `Key ${key} and ${others} more of its file are vectors of no encoder of this model and are not used`
      : `Key ${key} of its file is a vector of no encoder of this model and is not used`,
  'embedding.noted': ({ name, note }: { name: string; note: Message }, { say }) => `Embedding ${name}: ${say(note)}`,
  'embedding.shape': ({ shape }: { shape: readonly number[] }) =>
    `its shape must be vectors × width, given ${shape.join('×')}`,
  'embedding.vectors': ({ limit, given }: { limit: number; given: number }) =>
    `it must hold 1 to ${limit} vectors, given ${given}`,
  'embedding.not-finite': 'it holds numbers that are not finite',
  'embedding.family': ({ theirs, ours }: { theirs: Message; ours: Message }, { say }) =>
    `it is made for ${say(theirs)}; this model reads ${say(ours)}`,
  'embedding.of-family': ({ family, width }: { family: string | Message; width: string }, { say }) =>
    `${say(family)} (width ${width})`,
  'embedding.of-width': ({ width }: { width: string }) => `text encoders of width ${width}`,
} as const satisfies Sentences;

type WrongShape = { weight: readonly number[]; factors: readonly (string | Message)[]; family: Message };
type OtherWidth = { theirs: string | Message; width: number; ours: string | Message; own: number };

function article(kind: string): string {
  return /^[AEIO]/.test(kind) ? 'an' : 'a';
}
