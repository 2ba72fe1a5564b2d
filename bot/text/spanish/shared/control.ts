import type { CONTROL as ENGLISH } from '#shared/text/english/control.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of networks that steer a drawing by pictures. */
export const CONTROL: Translation<typeof ENGLISH> = {
  'control.unloadable': ({ network, reason }, { say }) =>
    `No se puede cargar la red de control ${network}: ${say(reason)}`,
  'control.family': ({ network, model, wanted, given }, { say }) =>
    `No se puede guiar ${model} con la red de control ${network}: es para ${say(wanted)}, se dio ${say(given)}`,
  'control.line': ({ line }) => `modelos de la línea ${line}`,
  'control.stages': ({ channels }) => `modelos cuyas etapas tienen ${channels} canales`,
  'control.width': ({ width }) => `modelos que leen texto de ${width} números`,
  'control.unknown': ({ model, known, given }, { say }) =>
    `No se puede guiar ${model} con la red de control ${say(given)}: las que encajan aquí son ${known.join(', ')}`,
  'control.none': ({ model, given }, { say }) =>
    `No se puede guiar ${model} con la red de control ${say(given)}: este renderizador no tiene ninguna que encaje`,
  'control.nothing-open': ({ network }, { say }) =>
    `No se puede rellenar nada con la red de control ${say(network)}: hace falta una imagen con máscara o márgenes, no se dio ninguna`,
  'control.no-hole': 'No se puede rellenar: la receta no tiene máscara',
  'control.option': ({ given }) =>
    'No se puede leer --control: debe ser RED:IMAGEN:PESO, y ' +
    ':INICIO:FIN si actúa en una parte de los pasos, se dio ' +
    `${given}`,
  'control.stray-guess': 'No se puede usar --guess: va con --control',
  'field.control': 'imágenes de control',
  'field.control-image': 'imagen de control',
  'field.control-start': 'inicio de la imagen de control',
  'field.control-end': 'fin de la imagen de control',
  'field.control-weight': 'peso de la imagen de control',
  'limit.below': ({ limit }) => `menor que ${limit}`,
  'control.gone': 'su archivo ya no está',
  'control.no-config': ({ folder }) =>
    `la carpeta ${folder} debe tener un config.json; tráela de nuevo, o pon el archivo solo entre las redes de control`,
  'control.class': ({ known, given }) => `su config.json debe decir uno de ${known.join(', ')}, se dio ${given}`,
  'control.foreign': ({ key }) =>
    `su clave ${key} no pertenece a ningún ControlNet ni T2I-Adapter; debe ser uno de ellos`,
  'control.other': ({ reason, key }, { say }) =>
    `es ${say(reason)} por su clave ${key}, y eso no se admite; toma un ControlNet de un solo tipo`,
  'control.is-union': 'un ControlNet-Union',
  'control.is-lora': 'una Control-LoRA',
  'control.is-xs': 'un ControlNet-XS',
};
