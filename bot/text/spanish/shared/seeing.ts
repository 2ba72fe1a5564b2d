import type { SEEING as ENGLISH } from '#shared/text/english/seeing.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of what is wrong with networks that look at pictures. */
export const SEEING: Translation<typeof ENGLISH> = {
  'describer.unloadable': ({ file, reason }, { say }) => `No se puede cargar el descriptor ${file}: ${say(reason)}`,
  'describer.missing': ({ file }) => `No se puede cargar el descriptor ${file}: no existe ese archivo o carpeta`,
  'describer.unknown': ({ known, given }, { say }) =>
    `No se encuentra el descriptor ${say(given)}: los de aquí son ${known.join(', ')}`,
  'describer.convolutions': ({ wanted, given }) =>
    `un DeepDanbooru (model-resnet_custom_v3.pt) tiene ${wanted} convoluciones, se dio ${given}`,
  'describer.no-tags': ({ wanted, given }) => `su lista de etiquetas debe tener ${wanted}, se dio ${given}`,
  'describer.no-network': ({ key }) =>
    `como etiquetador WD debe ser un ViT, SwinV2, ConvNeXt o EVA-02 con las claves de timm, y la primera clave es ${key}`,
  'describer.no-vocabulary':
    'necesita a su lado el vocab.txt de BERT o un tokenizer.json, como los tiene bert-base-uncased',
  'describer.no-captioner': ({ key }) => `como descriptor BLIP debe tener el peso ${key}`,
  'describer.no-config': 'su config.json debe existir y ser JSON',
  'safety.withheld':
    'No se puede mostrar la imagen: quien administra el bot hace revisar las ' +
    'imágenes, y esta se retiene; otras palabras u otra semilla pueden servir',
  'safety.no-config': ({ folder }) =>
    `No se puede cargar el filtro de seguridad ${folder}: su config.json debe existir y ser JSON`,
  'safety.percent': ({ folder, file }) =>
    `No se puede aplicar EASEL_SAFETY_PERCENT: es para ${file}, y el filtro ${folder} tiene sus propios límites`,
  'safety.missing': ({ key }) => `No se puede cargar el filtro de seguridad: debe tener el peso ${key}`,
  'safety.not-finite': ({ key }) =>
    `No se puede cargar el filtro de seguridad: el peso ${key} tiene NaN o infinito en lugar de números, así que el ` +
    'archivo está dañado',
  'segmenter.unloadable': ({ file, reason }, { say }) => `No se puede cargar el segmentador ${file}: ${say(reason)}`,
  'segmenter.unknown': ({ known, given }, { say }) =>
    `No se encuentra el segmentador ${say(given)}: los de aquí son ${known.join(', ')}`,
  'segmenter.words': ({ given }, { say }) =>
    `No se puede encontrar ${say(given)} con palabras: hace falta una red que describa imágenes, y ni puntos ni caja`,
  'segmenter.outside': ({ size, given }) =>
    `No se puede encontrar una cosa: los puntos deben estar en la imagen de ${size}, se dio ${given}`,
  'segmenter.box': ({ size, given }) =>
    'No se puede encontrar una cosa: la caja debe ser izquierda, ' +
    `arriba, derecha, abajo en la imagen de ${size}, se dio ${given}`,
  'segmenter.size': ({ option, own, given }) =>
    `No se puede cargar el segmentador: ${option} debe ser ${own}, como dicen sus pesos, se dio ${given}`,
  'segmenter.nothing': 'Nada destaca en esta imagen; indica puntos o una caja',
  'limit.points': 'píxeles como en [[120, 80], [30, 40, 0]], donde 0 es para lo que no es la cosa',
  'limit.box': 'píxeles como en [izquierda, arriba, derecha, abajo]',
  'limit.pointing': 'puntos, una caja o ambos, o --everything en su lugar',
  'segmenter.foreign': ({ missing, key }) =>
    'debe ser un Segment Anything (sam_vit_b, _l o _h) con el peso ' +
    `${missing}, se dio un archivo cuya primera clave es ${key}`,
  'segmenter.transformers':
    'sus claves son las de transformers; usa el archivo original, sam_vit_b_01ec64.pth o uno de su tipo',

  'restorer.unloadable': ({ file, reason }, { say }) => `No se puede cargar la red para caras ${file}: ${say(reason)}`,
  'restorer.unknown': ({ known, given }, { say }) =>
    `No se encuentra el restaurador de caras ${say(given)}: los de aquí son ${known.join(', ')}`,
  'restorer.no-detector': ({ name }) =>
    `No se pueden arreglar caras con ${name}: a su lado debe estar detection_Resnet50_Final.pth, que las encuentra`,
  'restorer.not-a-number': 'No se pueden arreglar caras: la red contestó algo que no es un número',
  'restorer.no-face':
    'No se pueden arreglar caras: ninguna se ve con suficiente claridad en esta imagen como para encontrarla',
  'restorer.other-kind': ({ file, wanted, given }) =>
    `No se puede cargar la red para caras ${file}: debe ser ${wanted}, se dio ${given}`,
  'restorer.mobile': 'es el RetinaFace para teléfonos; usa detection_Resnet50_Final.pth',
  'restorer.foreign': ({ key }) =>
    'debe ser CodeFormer (codeformer.pth), RetinaFace (detection_Resnet50_Final.pth) o ParseNet ' +
    `(parsing_parsenet.pth), se dio un archivo cuya primera clave es ${key}`,
};
