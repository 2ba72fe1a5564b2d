import type { Message, Sentences } from '#shared/text/message.ts';

/** Pictures beside the words of a prompt: IP-Adapters and the image encoders that they read. */
export const IMAGE_PROMPTS = {
  'image-adapter.unusable': ({ file, reason }: { file: string; reason: Message }, { say }) =>
    `Cannot use IP-Adapter ${file}: ${say(reason)}`,
  'image-adapter.unknown': ({ model, known, given }: Unknown, { say }) =>
    known.length > 0
      ? `Cannot use IP-Adapter ${say(given)} with model ${model}: those that fit it are ${known.join(', ')}`
      : `Cannot use a picture beside the words with model ${model}: there is no IP-Adapter for it here`,
  'image-adapter.no-encoder': ({ file, wanted, encoder }: NoEncoder, { say }) =>
    `Cannot use IP-Adapter ${file}: it reads ${say(encoder)}, and no image encoder of width ${wanted} is among the ` +
    'models; put one into clip_vision',
  'image-adapter.none-acquired': ({ model }: { model: string }) =>
    `Cannot draw with a picture beside the words with model ${model}: no IP-Adapter was acquired`,
  'image-adapter.no-scope': ({ model, adapter, scope }: { model: string; adapter: string; scope: string }) =>
    `Cannot take ${scope} alone of a picture by IP-Adapter ${adapter}: only models of the SDXL family have it apart, and ` +
    `${model} is none; take all`,
  'image-encoder.foreign': ({ file, key }: { file: string; key: string }) =>
    `Cannot use image encoder ${file}: it must be a CLIP vision model with its projection, given a file whose first key ` +
    `is ${key}`,
  'image-encoder.misfit': ({ file, adapter, wanted, given, key, encoder }: Misfit, { say }) =>
    `Cannot use image encoder ${file} with IP-Adapter ${adapter}: key ${key} of the adapter reads ${wanted} numbers, and ` +
    `the encoder gives ${given}; take ${say(encoder)}`,

  'render.no-image-encoder':
    'Cannot render: --ip-adapter must come with --image-encoder, the folder or file of its CLIP vision model',
  'render.stray-ip': ({ option }: { option: string }) =>
    `Cannot render: ${option} must come with a picture beside the words, given no --ip-adapter`,
  'render.ip-adapter': ({ given }: { given: string }) =>
    `Cannot render: --ip-adapter must be FILE:IMAGE:SCALE or FILE:IMAGE:SCALE:MASK, given ${given}`,

  // Reasons for image-adapter.unusable.
  'image-adapter.face-id': ({ key }: { key: string }) =>
    `key ${key} tells that it is a FaceID adapter, which reads what a face recogniser for non-commercial use says; such ` +
    'are not supported, take a plus-face adapter',
  'image-adapter.foreign': ({ key }: { key: string }) =>
    `it must be an IP-Adapter with image_proj and ip_adapter weights, given a file whose first key is ${key}`,
  'image-adapter.family': ({ key, wanted, given, model }: OtherFamily) =>
    `weight ${key} must be ${wanted.join('×')} for model ${model}, given ${given.join('×')}: it is made for another ` +
    'family; take one made for this one',
  'image-adapter.attentions': ({ wanted, given, model }: { wanted: number; given: number; model: string }) =>
    `model ${model} has ${wanted} attentions to words, and it is made for ${given}: it is made for another family; take ` +
    'one made for this one',

  // Image encoders by what they are called.
  'encoder.vit-l': 'CLIP ViT-L/14',
  'encoder.vit-h': 'OpenCLIP ViT-H/14',
  'encoder.vit-bigg': 'OpenCLIP ViT-bigG/14',
  'encoder.of-width': ({ width }: { width: number }) => `an image encoder of width ${width}`,
} as const satisfies Sentences;

type Misfit = { file: string; adapter: string; wanted: number; given: number; key: string; encoder: Message };
type OtherFamily = { key: string; wanted: readonly number[]; given: readonly number[]; model: string };
type Unknown = { model: string; known: readonly string[]; given: string | Message };
type NoEncoder = { file: string; wanted: number; encoder: Message };
