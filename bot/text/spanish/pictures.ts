import type { PICTURES as ENGLISH } from '#bot/text/english/pictures.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish about pictures that people give. */
export const PICTURES: Translation<typeof ENGLISH> = {
  'intake.elsewhere': 'No se puede usar esta imagen: solo se pueden abrir archivos adjuntados en Discord',
  'intake.gone': ({ status }) =>
    `No se puede abrir esta imagen: su archivo ya no está (${status}); adjúntala de nuevo, por favor`,
  'intake.unreachable': 'No se puede abrir esta imagen: no se pudo traer su archivo; inténtalo de nuevo en un momento',
  'intake.forgotten': 'No se puede usar esta imagen: ya no se guarda; dala de nuevo, por favor',
  'intake.bytes': ({ max }, { number }) =>
    `No se puede usar esta imagen: un archivo puede tener ${number(max / 2 ** 20)} MiB como máximo`,
  'intake.kind': 'No se puede leer este archivo como imagen: debe ser PNG, JPEG, WebP, GIF o AVIF',
  'intake.pixels': ({ max, width, height }, { amount }) =>
    `No se puede usar esta imagen: ${amount(max)} píxeles como máximo, se dio ${width}×${height}`,
  'intake.file': ({ name, why }, { say }) => `«${name}»: ${say(why)}`,
  'intake.damaged': 'No se puede leer esta imagen: el archivo está dañado o cortado',
};
