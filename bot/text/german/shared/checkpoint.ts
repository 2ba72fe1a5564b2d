import type { CHECKPOINT as English } from '#shared/text/english/checkpoint.ts';
import type { Translation } from '#shared/text/message.ts';

const PLAIN_VERSION = 'Nimm die Fassung in fp16, bf16 oder einfachem fp8';

const VAE_CLASSES = 'Nimm ein AutoencoderKL oder ein AutoencoderTiny';

const SUPPORTED = 'SD 1.5, SD 2.1, SDXL mit seinem Refiner, SSD-1B und Segmind Vega';

/** German of why a model's files cannot be loaded as one. */
export const CHECKPOINT: Translation<typeof English> = {
  'checkpoint.unloadable': ({ model, reason }, { say }) => `Das Modell ${model} lässt sich nicht laden: ${say(reason)}`,
  'checkpoint.index': ({ reason }, { say }) => `Das Modell lässt sich nicht laden: ${say(reason)}`,
  'checkpoint.missing': ({ what, kind }, { say }) => `${say(what)} lässt sich nicht laden: Es gibt ${say(kind)}`,
  'checkpoint.model': ({ name }) => `Das Modell ${name}`,
  'checkpoint.vae': ({ name }) => `Die VAE ${name}`,
  'checkpoint.taesd': ({ name }) => `Die TAESD ${name}`,
  'checkpoint.file': 'keine solche Datei',
  'checkpoint.folder': 'keinen solchen Ordner',
  'checkpoint.folder-or-file': 'weder einen solchen Ordner noch eine solche Datei',
  'checkpoint.in-file': ({ reason, file }, { say }) => `${say(reason)} (${file})`,
  'checkpoint.in-files': ({ reason, file, others }, { say }) => `${say(reason)} (${file} und ${others} weitere)`,

  'checkpoint.no-vae': 'Es hat keine VAE. Gib ihm eine als eigene Datei',
  'checkpoint.vae-class': ({ given }) =>
    `Sein VAE ist von der Klasse ${given}, was nicht unterstützt wird. ${VAE_CLASSES}`,
  'checkpoint.no-model-index': 'Ein diffusers-Ordner hat model_index.json, dieser hat keine',
  'checkpoint.no-text-folder': 'Es hat weder text_encoder noch text_encoder_2',
  'checkpoint.missing-file': ({ file }) => `${file} fehlt`,
  'checkpoint.no-json-file': ({ file }) => `${file} ist kein JSON`,
  'checkpoint.no-index': ({ part, piece }) =>
    `${part} hat ${piece}, aber das Verzeichnis der Teile (*.index.json) fehlt`,
  'checkpoint.no-weights': ({ part }) => `${part} hat keine Gewichte (*.safetensors oder *.bin)`,
  'checkpoint.channels': ({ given }) => `Sein UNet muss 4, 8 oder 9 Kanäle lesen, es sind ${given}`,
  'checkpoint.latents': ({ vae, unet }) => `Seine Latents müssen 4 Kanäle haben, es sind ${vae} und ${unet}`,
  'checkpoint.time-ids': ({ width, pooled, each }) =>
    'Sein UNet muss 5 oder 6 Zahlen über das Bild bekommen, ' +
    `gegeben ist eine Einbettung der Breite ${width}, davon ${pooled} für den Text und ${each} für jede Zahl`,
  'checkpoint.no-unet': ({ key }) =>
    `Ein Checkpoint hat ein UNet (Schlüssel model.diffusion_model.…), der erste Schlüssel dieser Datei ist ${key}`,
  'checkpoint.empty': 'Ein Checkpoint hat ein UNet (Schlüssel model.diffusion_model.…), diese Datei ist leer',
  'checkpoint.quantised': ({ key, method }) =>
    `Sein Schlüssel ${key} sagt, dass die Gewichte quantisiert sind (${method}), was nicht unterstützt wird. ` +
    PLAIN_VERSION,
  'checkpoint.quantised-config': ({ method }) =>
    `Seine config.json sagt, dass die Gewichte quantisiert sind (${method}), was nicht unterstützt wird. ${PLAIN_VERSION}`,
  'checkpoint.whole-numbers': ({ key, format }) =>
    `Sein Gewicht ${key} ist als ${format} gespeichert, also quantisiert, und womit die Zahlen malzunehmen sind, fehlt. ` +
    PLAIN_VERSION,
  'checkpoint.no-text-encoder':
    'Es hat keinen Textencoder (Schlüssel cond_stage_model.… oder conditioner.embedders.…). Nimm einen Checkpoint mit ihm',
  'checkpoint.yaml': ({ file, known, given }) =>
    `${file} muss als Vorhersage eines von ${known.join(', ')} nennen, da steht ${given}`,
  'checkpoint.foreign': ({ key, others }) =>
    `Sein Schlüssel ${key}${others > 0 ? ` (und ${others} weitere)` : ''} gehört zu keinem Teil von Stable Diffusion, ` +
    'also ist es ein anderes Modell oder beschädigt',

  'checkpoint.is-model': ({ name }) =>
    `Das ist ein Modell der Art ${name}, was nicht unterstützt wird. Unterstützt werden ${SUPPORTED}`,
  'checkpoint.is-edm': ({ name }) =>
    `Das ist ${name} mit anderem Rauschen (EDM), und eine einzelne Datei sagt nicht, welchem. Nimm seinen ` +
    'Diffusers-Ordner, dessen Scheduler es sagt',
  'checkpoint.is-unet':
    'Das ist ein UNet allein, ohne Textencoder und VAE. Nimm einen ganzen Checkpoint, oder lege es in den Ordner unet ' +
    'einer Kopie des Diffusers-Ordners, für den es gemacht ist',
  'checkpoint.is-vae': 'Das ist ein VAE allein. Gib es einem Modell als sein VAE',
  'checkpoint.is-text-encoder': 'Das ist ein Textencoder allein, ohne UNet. Nimm einen ganzen Checkpoint',
  'checkpoint.is-adapter':
    'Das ist eine LoRA oder etwas Verwandtes, kein Modell. Es gehört zu den Adaptern (in den Ordner loras)',
  'checkpoint.is-embedding': 'Das ist eine Textual Inversion, kein Modell. Sie gehört in den Ordner embeddings',
  'checkpoint.is-control': 'Das ist ein ControlNet, kein Modell. Es gehört zu den Kontrollnetzen (Ordner controlnets)',
  'checkpoint.is-image-prompt': 'Das ist ein IP-Adapter, kein Modell, und das wird noch nicht unterstützt',
  'checkpoint.is-upscaler': 'Das ist ein Netz zum Vergrößern, kein Modell, das zeichnet',

  'checkpoint.unused': ({ key, others }) =>
    others > 0
      ? `Schlüssel ${key} und ${others} weitere seiner Datei gehören zu keinem Teil und werden nicht benutzt`
      : `Schlüssel ${key} seiner Datei gehört zu keinem Teil und wird nicht benutzt`,
  'checkpoint.beside-control': 'Seine Datei enthält auch ein ControlNet, das nicht benutzt wird',
  'checkpoint.beside-safety': 'Seine Datei enthält auch einen Safety Checker, der nicht benutzt wird',
  'checkpoint.beside-image': 'Seine Datei enthält auch ein Netz, das Bilder liest und nicht benutzt wird',
  'checkpoint.component': ({ names }, { list }) =>
    `Sein Ordner enthält auch Teile, die nicht benutzt werden (${list(names)})`,
  'checkpoint.unknown-fields': ({ part, names }, { list }) =>
    `Die config.json seines Netzes „${part}“ hat Felder, die hier nicht bekannt sind und nicht befolgt werden (${list(names)})`,

  'checkpoint.text-width': ({ wanted, widths }) =>
    `Sein UNet liest Text der Breite ${wanted}, seine Textencoder haben ${sum(widths)}. ` +
    'Sie gehören zu verschiedenen Modellen, oder einer fehlt',

  'checkpoint.index-claims': ({ index, file, key }) => `${index} sagt, dass ${file} ${key} hat, und das stimmt nicht`,
  'checkpoint.index-lacks': ({ index, file, key }) => `${file} hat ${key}, was ${index} dort nicht aufführt`,
  'checkpoint.index-no-map': ({ index }) => `${index} hat keine weight_map`,
  'checkpoint.index-no-file': ({ index, key, given }) =>
    `${index} muss für ${key} eine Datei daneben nennen, angegeben ist ${given}`,
  'checkpoint.index-empty': ({ index }) => `${index} führt keine Gewichte auf`,
  'checkpoint.index-no-json': ({ index }) => `${index} ist kein JSON`,

  'vae.no-decoder': ({ file }) =>
    `Die VAE ${file} lässt sich nicht laden: Sie hat keinen Decoder, also ist das etwas anderes`,
  'vae.asymmetric': ({ file }) =>
    `Das VAE ${file} lässt sich nicht laden: Es ist ein AsymmetricAutoencoderKL, was nicht unterstützt wird. ${VAE_CLASSES}`,
  'vae.foreign': ({ file, key }) =>
    `Die VAE ${file} lässt sich nicht laden: Ihr Schlüssel ${key} gehört in keine VAE, also ist das etwas anderes`,
  'taesd.stray': ({ file, key }) =>
    `Das TAESD ${file} lässt sich nicht laden: Für den Schlüssel ${key} hat ein kleiner Autoencoder keinen Platz, also ` +
    'ist es eine andere Art von Datei',
  'taesd.encoder-only': ({ file }) =>
    `Die TAESD ${file} lässt sich nicht laden: Sie muss den Decoder enthalten, sie hat nur den Encoder`,
  'taesd.foreign': ({ file }) =>
    `Die TAESD ${file} lässt sich nicht laden: Sie muss den Decoder enthalten, sie enthält etwas anderes`,
};

function sum(widths: readonly number[]): string {
  const total = widths.reduce((all, width) => all + width, 0);
  return widths.length > 1 ? `${widths.join(' + ')} = ${total}` : String(total);
}
