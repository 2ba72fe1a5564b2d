import type { CHECKPOINT as ENGLISH } from '#shared/text/english/checkpoint.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of why a model's files cannot be loaded as one. */
export const CHECKPOINT: Translation<typeof ENGLISH> = {
  'checkpoint.unloadable': ({ model, reason }, { say }) => `No se puede cargar el modelo ${model}: ${say(reason)}`,
  'checkpoint.index': ({ reason }, { say }) => `No se puede cargar el modelo: ${say(reason)}`,
  'checkpoint.missing': ({ what, kind }, { say }) => `No se puede cargar ${say(what)}: no existe tal ${say(kind)}`,
  'checkpoint.model': ({ name }) => `el modelo ${name}`,
  'checkpoint.vae': ({ name }) => `el VAE ${name}`,
  'checkpoint.taesd': ({ name }) => `el TAESD ${name}`,
  'checkpoint.file': 'archivo',
  'checkpoint.folder': 'carpeta',
  'checkpoint.folder-or-file': 'carpeta o archivo',
  'checkpoint.in-file': ({ reason, file }, { say }) => `${say(reason)} (${file})`,
  'checkpoint.in-files': ({ reason, file, others }, { say }) => `${say(reason)} (${file} y ${others} más)`,
  'checkpoint.no-vae': 'no tiene VAE. Dale uno en un archivo propio',
  'checkpoint.vae-class': ({ given }) => `su VAE es de la clase ${given}, que no se admite. ${VAE_CLASSES}`,
  'checkpoint.no-model-index': 'una carpeta de diffusers tiene model_index.json, y esta no lo tiene',
  'checkpoint.no-text-folder': 'no tiene ni text_encoder ni text_encoder_2',
  'checkpoint.missing-file': ({ file }) => `falta ${file}`,
  'checkpoint.no-json-file': ({ file }) => `${file} no es JSON`,
  'checkpoint.no-index': ({ part, piece }) =>
    `${part} tiene ${piece}, pero falta el índice de sus trozos (*.index.json)`,
  'checkpoint.no-weights': ({ part }) => `${part} no tiene pesos (*.safetensors o *.bin)`,
  'checkpoint.channels': ({ given }) => `su UNet debe leer 4, 8 o 9 canales, se dio ${given}`,
  'checkpoint.latents': ({ vae, unet }) => `sus latentes deben tener 4 canales, se dio ${vae} y ${unet}`,
  'checkpoint.time-ids': ({ width, pooled, each }) =>
    'a su UNet se le deben decir 5 o 6 números sobre la imagen, se dio un embedding ' +
    `de ancho ${width}, del que ${pooled} son texto agrupado y ${each} cada número`,
  'checkpoint.no-unet': ({ key }) =>
    `un checkpoint tiene un UNet (claves model.diffusion_model.…), se dio un archivo cuya primera clave es ${key}`,
  'checkpoint.empty': 'un checkpoint tiene un UNet (claves model.diffusion_model.…), se dio un archivo vacío',
  'checkpoint.quantised': ({ key, method }) =>
    `su clave ${key} dice que sus pesos están cuantizados (${method}), y eso no se admite. ${PLAIN_VERSION}`,
  'checkpoint.quantised-config': ({ method }) =>
    `su config.json dice que sus pesos están cuantizados (${method}), y eso no se admite. ${PLAIN_VERSION}`,
  'checkpoint.whole-numbers': ({ key, format }) =>
    `su peso ${key} está guardado como ${format}, así que está ` +
    'cuantizado, y falta por qué se multiplican sus números. ' +
    `${PLAIN_VERSION}`,
  'checkpoint.no-text-encoder':
    'no tiene codificador de texto (claves cond_stage_model.… o ' +
    'conditioner.embedders.…). Usa un checkpoint que lo incluya',
  'checkpoint.yaml': ({ file, known, given }) =>
    `${file} debe decir que predice uno de ${known.join(', ')}, se dio ${given}`,
  'checkpoint.foreign': ({ key, others }) =>
    `su clave ${key}${others > 0 ? ` (y ${others} más)` : ''} no pertenece a ninguna parte de Stable Diffusion, ` +
    'así que es otro tipo de modelo o está dañado',
  'checkpoint.is-model': ({ name }) => `es un modelo del tipo ${name}, que no se admite. Se admiten ${SUPPORTED}`,
  'checkpoint.is-edm': ({ name }) =>
    `es ${name}, cuyo ruido es otro (EDM), y un archivo suelto no ` +
    'dice cuál. Usa su carpeta de diffusers, cuyo scheduler lo dice',
  'checkpoint.is-unet':
    'es un UNet solo, sin codificador de texto ni VAE. Usa un checkpoint entero, o ponlo ' +
    'en la carpeta unet de una copia de la carpeta de diffusers para la que se hizo',
  'checkpoint.is-vae': 'es un VAE solo. Dáselo a un modelo como su VAE',
  'checkpoint.is-text-encoder': 'es un codificador de texto solo, sin UNet. Usa un checkpoint entero',
  'checkpoint.is-adapter': 'es una LoRA o algo parecido, no un modelo. Va entre los adaptadores (la carpeta loras)',
  'checkpoint.is-embedding': 'es una inversión textual, no un modelo. Va en la carpeta embeddings',
  'checkpoint.is-control': 'es un ControlNet, no un modelo. Va entre las redes de control (la carpeta controlnets)',
  'checkpoint.is-image-prompt': 'es un IP-Adapter, no un modelo, y todavía no se admiten',
  'checkpoint.is-upscaler': 'es un ampliador, no un modelo que dibuja',
  'checkpoint.unused': ({ key, others }) =>
    others > 0
      ? `La clave ${key} y ${others} más de su archivo no pertenecen a ninguna parte de él y no se usan`
      : `La clave ${key} de su archivo no pertenece a ninguna parte de él y no se usa`,
  'checkpoint.beside-control': 'Su archivo contiene también un ControlNet, que no se usa',
  'checkpoint.beside-safety': 'Su archivo contiene también un filtro de seguridad, que no se usa',
  'checkpoint.component': ({ names }, { list }) => `Su carpeta contiene también partes que no se usan (${list(names)})`,
  'checkpoint.unknown-fields': ({ part, names }, { list }) =>
    `El config.json de su ${part} tiene campos que aquí no se conocen ni se obedecen (${list(names)})`,
  'checkpoint.beside-image': 'Su archivo contiene también una red que lee imágenes, que no se usa',
  'checkpoint.text-width': ({ wanted, widths }) =>
    `su UNet lee texto de ancho ${wanted}, se dieron codificadores de ` +
    `texto de ${sum(widths)}. Son de modelos distintos, o falta uno`,
  'checkpoint.index-claims': ({ index, file, key }) => `${index} dice que ${file} tiene ${key}, y no lo tiene`,
  'checkpoint.index-lacks': ({ index, file, key }) => `${file} tiene ${key}, que ${index} no lista ahí`,
  'checkpoint.index-no-map': ({ index }) => `${index} no tiene weight_map`,
  'checkpoint.index-no-file': ({ index, key, given }) =>
    `${index} debe nombrar un archivo a su lado para ${key}, se dio ${given}`,
  'checkpoint.index-empty': ({ index }) => `${index} no lista ningún peso`,
  'checkpoint.index-no-json': ({ index }) => `${index}: no es JSON`,
  'vae.no-decoder': ({ file }) =>
    `No se puede cargar el VAE ${file}: no tiene decodificador, así que es otro tipo de archivo`,
  'vae.asymmetric': ({ file }) =>
    `No se puede cargar el VAE ${file}: es un AsymmetricAutoencoderKL, que no se admite. ${VAE_CLASSES}`,
  'vae.foreign': ({ file, key }) =>
    `No se puede cargar el VAE ${file}: su clave ${key} no tiene sitio en un VAE, así que es otro tipo de archivo`,
  'taesd.stray': ({ file, key }) =>
    `No se puede cargar el TAESD ${file}: su clave ${key} no tiene sitio ` +
    'en un autocodificador diminuto, así que es otro tipo de archivo',
  'taesd.encoder-only': ({ file }) =>
    `No se puede cargar el TAESD ${file}: debe contener el decodificador, se dio solo el codificador`,
  'taesd.foreign': ({ file }) =>
    `No se puede cargar el TAESD ${file}: debe contener el decodificador, se dio otra cosa`,
};

const PLAIN_VERSION = 'Usa su versión fp16, bf16 o fp8 simple';
const VAE_CLASSES = 'Usa un AutoencoderKL o un AutoencoderTiny';
const SUPPORTED = 'SD 1.5, SD 2.1, SDXL con su refinador, SSD-1B y Segmind Vega';

function sum(widths: readonly number[]): string {
  const total = widths.reduce((all, width) => all + width, 0);
  return widths.length > 1 ? `${widths.join(' + ')} = ${total}` : String(total);
}
