import type { Message, Sentences } from '#shared/text/message.ts';

const PLAIN_VERSION = 'Use its fp16, bf16 or plain fp8 version';

const VAE_CLASSES = 'Use an AutoencoderKL or an AutoencoderTiny';

const SUPPORTED = 'SD 1.5, SD 2.1, SDXL with its refiner, SSD-1B and Segmind Vega';

/** Why a model's files cannot be loaded as one. */
export const CHECKPOINT = {
  'checkpoint.unloadable': ({ model, reason }: { model: string; reason: Message }, { say }) =>
    `Cannot load model ${model}: ${say(reason)}`,
  'checkpoint.index': ({ reason }: { reason: Message }, { say }) => `Cannot load model: ${say(reason)}`,
  'checkpoint.missing': ({ what, kind }: { what: Message; kind: Message }, { say }) =>
    `Cannot load ${say(what)}: there is no such ${say(kind)}`,
  'checkpoint.model': ({ name }: { name: string }) => `model ${name}`,
  'checkpoint.vae': ({ name }: { name: string }) => `VAE ${name}`,
  'checkpoint.taesd': ({ name }: { name: string }) => `TAESD ${name}`,
  'checkpoint.file': 'file',
  'checkpoint.folder': 'folder',
  'checkpoint.folder-or-file': 'folder or file',
  'checkpoint.in-file': ({ reason, file }: { reason: Message; file: string }, { say }) => `${say(reason)} (${file})`,
  'checkpoint.in-files': ({ reason, file, others }: { reason: Message; file: string; others: number }, { say }) =>
    `${say(reason)} (${file} and ${others} more)`,

  // Reasons for checkpoint.unloadable.
  'checkpoint.no-vae': 'it has no VAE. Give it one as a file of its own',
  'checkpoint.vae-class': ({ given }: { given: string }) =>
    `its VAE is of the class ${given}, which is not supported. ${VAE_CLASSES}`,
  'checkpoint.no-model-index': 'a diffusers folder has model_index.json, this one has none',
  'checkpoint.no-text-folder': 'it has neither text_encoder nor text_encoder_2',
  'checkpoint.missing-file': ({ file }: { file: string }) => `${file} is missing`,
  'checkpoint.no-json-file': ({ file }: { file: string }) => `${file} is not JSON`,
  'checkpoint.no-index': ({ part, piece }: { part: string; piece: string }) =>
    `${part} has ${piece}, but the index of its pieces (*.index.json) is missing`,
  'checkpoint.no-weights': ({ part }: { part: string }) => `${part} has no weights (*.safetensors or *.bin)`,
  'checkpoint.channels': ({ given }: { given: number }) => `its UNet must read 4, 8 or 9 channels, given ${given}`,
  'checkpoint.latents': ({ vae, unet }: { vae: number; unet: number }) =>
    `its latents must have 4 channels, given ${vae} and ${unet}`,
  'checkpoint.time-ids': ({ width, pooled, each }: { width: number; pooled: number; each: number }) =>
    'its UNet must be told 5 or 6 numbers about the picture, ' +
    `given an embedding ${width} wide, of which ${pooled} are pooled text and ${each} each number`,
  'checkpoint.no-unet': ({ key }: { key: string }) =>
    `a checkpoint has a UNet (keys model.diffusion_model.…), given a file whose first key is ${key}`,
  'checkpoint.empty': 'a checkpoint has a UNet (keys model.diffusion_model.…), given an empty file',
  'checkpoint.quantised': ({ key, method }: { key: string; method: string }) =>
    `its key ${key} says that its weights are quantised (${method}), which is not supported. ${PLAIN_VERSION}`,
  'checkpoint.quantised-config': ({ method }: { method: string }) =>
    `its config.json says that its weights are quantised (${method}), which is not supported. ${PLAIN_VERSION}`,
  'checkpoint.whole-numbers': ({ key, format }: { key: string; format: string }) =>
    `its weight ${key} is stored as ${format}, so it is quantised, and what its numbers are multiplied with is ` +
    `missing. ${PLAIN_VERSION}`,
  'checkpoint.no-text-encoder':
    'it has no text encoder (keys cond_stage_model.… or conditioner.embedders.…). Use a checkpoint that includes it',
  'checkpoint.yaml': ({ file, known, given }: { file: string; known: readonly string[]; given: string }) =>
    `${file} must say that it predicts one of ${known.join(', ')}, given ${given}`,
  'checkpoint.foreign': ({ key, others }: { key: string; others: number }) =>
    `its key ${key}${others > 0 ? ` (and ${others} more)` : ''} belongs to no part of Stable Diffusion, ` +
    'so this is another kind of model or a damaged one',

  // Reasons that say what a file is instead.
  'checkpoint.is-model': ({ name }: { name: string }) =>
    `it is a model of the kind ${name}, which is not supported. Supported are ${SUPPORTED}`,
  'checkpoint.is-edm': ({ name }: { name: string }) =>
    `it is ${name}, whose noise is another one (EDM), and a single file does not say which. Use its diffusers folder, ` +
    'whose scheduler says so',
  'checkpoint.is-unet':
    'it is a UNet alone, without text encoder and VAE. Use a whole checkpoint, or put it into the folder unet of a copy ' +
    'of the diffusers folder that it was made for',
  'checkpoint.is-vae': 'it is a VAE alone. Give it to a model as its VAE',
  'checkpoint.is-text-encoder': 'it is a text encoder alone, without UNet. Use a whole checkpoint',
  'checkpoint.is-adapter': 'it is a LoRA or a relative, not a model. It belongs among the adapters (the folder loras)',
  'checkpoint.is-embedding': 'it is a textual inversion, not a model. It belongs into the folder embeddings',
  'checkpoint.is-control':
    'it is a ControlNet, not a model. It belongs among the control networks (the folder controlnets)',
  'checkpoint.is-image-prompt': 'it is an IP-Adapter, not a model, and these are not supported yet',
  'checkpoint.is-upscaler': 'it is an upscaler, not a model that draws',

  // Notes: what of a file nothing is drawn with.
  'checkpoint.unused': ({ key, others }: { key: string; others: number }) =>
    others > 0
      ? `Key ${key} and ${others} more of its file belong to no part of it and are not used`
      : `Key ${key} of its file belongs to no part of it and is not used`,
  'checkpoint.beside-control': 'Its file also holds a ControlNet, which is not used',
  'checkpoint.beside-safety': 'Its file also holds a safety checker, which is not used',
  'checkpoint.component': ({ names }: { names: readonly string[] }, { list }) =>
    `Its folder also holds parts that are not used (${list(names)})`,
  'checkpoint.unknown-fields': ({ part, names }: { part: string; names: readonly string[] }, { list }) =>
    `The config.json of its ${part} has fields that are not known here and not obeyed (${list(names)})`,
  'checkpoint.beside-image': 'Its file also holds a network that reads pictures, which is not used',

  'checkpoint.text-width': ({ wanted, widths }: { wanted: number; widths: readonly number[] }) =>
    `its UNet reads text ${wanted} wide, given text encoders of ${sum(widths)}. ` +
    'They belong to different models, or one is missing',

  // Reasons for checkpoint.index; `index` is a file's name.
  'checkpoint.index-claims': ({ index, file, key }: { index: string; file: string; key: string }) =>
    `${index} says that ${file} has ${key}, which it has not`,
  'checkpoint.index-lacks': ({ index, file, key }: { index: string; file: string; key: string }) =>
    `${file} has ${key}, which ${index} does not list there`,
  'checkpoint.index-no-map': ({ index }: { index: string }) => `${index} has no weight_map`,
  'checkpoint.index-no-file': ({ index, key, given }: { index: string; key: string; given: string }) =>
    `${index} must name a file beside it for ${key}, given ${given}`,
  'checkpoint.index-empty': ({ index }: { index: string }) => `${index} lists no weights`,
  'checkpoint.index-no-json': ({ index }: { index: string }) => `${index}: it is not JSON`,

  'vae.no-decoder': ({ file }: { file: string }) =>
    `Cannot load VAE ${file}: it has no decoder, so this is another kind of file`,
  'vae.asymmetric': ({ file }: { file: string }) =>
    `Cannot load VAE ${file}: it is an AsymmetricAutoencoderKL, which is not supported. ${VAE_CLASSES}`,
  'vae.foreign': ({ file, key }: { file: string; key: string }) =>
    `Cannot load VAE ${file}: its key ${key} has no place in a VAE, so this is another kind of file`,
  'taesd.stray': ({ file, key }: { file: string; key: string }) =>
    `Cannot load TAESD ${file}: its key ${key} has no place in a tiny autoencoder, so this is another kind of file`,
  'taesd.encoder-only': ({ file }: { file: string }) =>
    `Cannot load TAESD ${file}: it must hold the decoder, given the encoder alone`,
  'taesd.foreign': ({ file }: { file: string }) =>
    `Cannot load TAESD ${file}: it must hold the decoder, given something else`,
} as const satisfies Sentences;

function sum(widths: readonly number[]): string {
  const total = widths.reduce((all, width) => all + width, 0);
  return widths.length > 1 ? `${widths.join(' + ')} = ${total}` : String(total);
}
