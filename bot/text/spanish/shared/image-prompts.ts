import type { IMAGE_PROMPTS as ENGLISH } from '#shared/text/english/image-prompts.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish  */
export const IMAGE_PROMPTS: Translation<typeof ENGLISH> = {
  'image-adapter.unusable': ({ file, reason }, { say }) => `No se puede usar el IP-Adapter ${file}: ${say(reason)}`,
  'image-adapter.unknown': ({ model, known, given }, { say }) =>
    known.length > 0
      ? `No se puede usar el IP-Adapter ${say(given)} con el modelo ${model}: los que encajan son ${known.join(', ')}`
      : `No se puede usar una imagen junto a las palabras con el modelo ${model}: aquí no hay ningún IP-Adapter para él`,
  'image-adapter.no-encoder': ({ file, wanted, encoder }, { say }) =>
    `No se puede usar el IP-Adapter ${file}: lee ${say(encoder)}, y entre los modelos no ` +
    `hay ningún codificador de imágenes de ancho ${wanted}; pon uno en clip_vision`,
  'image-adapter.none-acquired': ({ model }) =>
    `No se puede dibujar con una imagen junto a las palabras con el modelo ${model}: no se obtuvo ningún IP-Adapter`,
  'image-adapter.no-scope': ({ model, adapter, scope }) =>
    `No se puede tomar solo ${scope} de una imagen con el IP-Adapter ${adapter}: solo ` +
    `los modelos de la familia SDXL lo tienen aparte, y ${model} no lo es; toma todo`,
  'image-encoder.foreign': ({ file, key }) =>
    `No se puede usar el codificador de imágenes ${file}: debe ser un modelo de ` +
    `visión CLIP con su proyección, se dio un archivo cuya primera clave es ${key}`,
  'image-encoder.misfit': ({ file, adapter, wanted, given, key, encoder }, { say }) =>
    `No se puede usar el codificador de imágenes ${file} con el IP-Adapter ${adapter}: la clave ` +
    `${key} del adaptador lee ${wanted} números, y el codificador da ${given}; toma ${say(encoder)}`,
  'render.no-image-encoder':
    'No se puede dibujar: --ip-adapter debe ir con ' +
    '--image-encoder, la carpeta o el archivo de su modelo de ' +
    'visión CLIP',
  'render.stray-ip': ({ option }) =>
    `No se puede dibujar: ${option} debe ir con una imagen junto a las palabras, no se dio --ip-adapter`,
  'render.ip-adapter': ({ given }) =>
    `No se puede dibujar: --ip-adapter debe ser FILE:IMAGE:SCALE o FILE:IMAGE:SCALE:MASK, se dio ${given}`,
  'image-adapter.face-id': ({ key }) =>
    `la clave ${key} dice que es un adaptador FaceID, que lee lo que dice un reconocedor ` +
    'de caras de uso no comercial; esos no se admiten, toma un adaptador plus-face',
  'image-adapter.foreign': ({ key }) =>
    `debe ser un IP-Adapter con pesos image_proj e ip_adapter, se dio un archivo cuya primera clave es ${key}`,
  'image-adapter.family': ({ key, wanted, given, model }) =>
    `el peso ${key} debe ser ${wanted.join('×')} para el modelo ${model}, se dio ` +
    `${given.join('×')}: está hecho para otra familia; toma uno hecho para esta`,
  'image-adapter.attentions': ({ wanted, given, model }) =>
    `el modelo ${model} tiene ${wanted} atenciones a palabras, y está ` +
    `hecho para ${given}: es para otra familia; toma uno hecho para esta`,
  'encoder.vit-l': 'CLIP ViT-L/14',
  'encoder.vit-h': 'OpenCLIP ViT-H/14',
  'encoder.vit-bigg': 'OpenCLIP ViT-bigG/14',
  'encoder.of-width': ({ width }) => `un codificador de imágenes de ancho ${width}`,
};
