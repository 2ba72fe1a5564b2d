import type { CONTROL as ENGLISH } from '#bot/text/english/control.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of control pictures, and of the command that shows them. */
export const CONTROL: Translation<typeof ENGLISH> = {
  'command.preview': 'Ver qué leería un ControlNet en una imagen',
  'command.preview.method': 'Qué se busca',
  'command.preview.low': ({ usual }) => `Canny: pendiente desde la que un borde continúa (si no, ${usual})`,
  'command.preview.high': ({ usual }) => `Canny: pendiente desde la que un borde empieza (si no, ${usual})`,
  'option.method': 'método',
  'option.low': 'bajo',
  'option.high': 'alto',
  'preprocess.canny': 'Bordes (canny)',
  'preprocess.invert': 'Líneas negras a blancas (invert)',
  'preprocess.softedge': 'Bordes suaves',
  'preprocess.softedge-safe': 'Bordes suaves por niveles',
  'preprocess.softedge-hard': 'Bordes, todo o nada',
  'preprocess.scribble': 'Garabato',
  'preprocess.lineart': 'Dibujo lineal',
  'preprocess.depth': 'Profundidad',
  'preprocess.pose': 'Pose de personas',
  'order.no-preprocessor': ({ method }) =>
    `Ningún renderizador puede hacer imágenes de control con ${method}: quien lo ` +
    'administra pone una red para ello en models/preprocessors. Canny no necesita ' +
    'ninguna',
  'command.blend.area': 'Dónde actúa la imagen de este número, como left o middle; en todas partes si no se dice',
  'command.blend.mask': 'Lo mismo con una imagen: actúa donde esta es blanca',
  'command.blend.take': 'Qué se toma de ellas; menos que todo, solo con SDXL',
  'option.area-number': ({ number }) => `zona${number}`,
  'option.mask-number': ({ number }) => `máscara${number}`,
  'option.take': 'toma',
  'like.all': 'Todo',
  'like.style': 'Estilo',
  'like.layout': 'Composición',
  'like.style-and-layout': 'Estilo y composición',
  'like.no-picture': ({ name }) =>
    `${name} no puede actuar en ninguna zona: falta esa imagen; dala o no digas dónde actúa`,
  'like.twice': ({ name }) => `Se dijo dos veces dónde actúa ${name}: da una zona o una máscara`,
  'like.area-unknown': ({ name, known, given }) =>
    `${name} no puede actuar ahí: su zona debe ser una de ${known.join(', ')}, se dio «${given}»`,
  'order.layout-whole': ({ model }) =>
    `${model} no puede tomar solo la composición de una imagen, así que actúa entera`,
  'command.follow': 'Dibujar siguiendo los bordes, la profundidad o las poses de hasta cuatro imágenes',
  'command.follow.guess': 'Si pesan más que las palabras',
  'option.guess': 'prioridad',
};
