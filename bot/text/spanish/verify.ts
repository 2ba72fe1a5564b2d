import type { VERIFY as ENGLISH } from '#bot/text/english/verify.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of where a picture comes from. */
export const VERIFY: Translation<typeof ENGLISH> = {
  'command.verify': 'De dónde viene una imagen y si sus ajustes la dibujan',
  'command.verify.image': 'La imagen que se comprueba',
  'menu.verify': 'Comprobar imagen',
  'verify.proven': 'Dibujada por una red: sus ajustes dan aquí esta imagen',
  'verify.ours': 'Dibujada con Easel: su marca de agua está en los píxeles',
  'verify.says-network': 'Dice de sí misma que la hizo una red',
  'verify.says-settings': 'Lleva ajustes de un programa que dibuja con redes; nada más lo dice',
  'verify.nothing': 'Nada dice aquí que la dibujara una red; las marcas se pueden quitar',
  'verify.manifest': 'Manifiesto C2PA',
  'verify.watermark': 'Marca de agua',
  'verify.source': 'Tipo de origen IPTC',
  'verify.credit': 'Autoría y derechos',
  'verify.settings': 'Ajustes',
  'verify.again': 'Dibujada de nuevo',
  'verify.no-manifest': 'ninguno',
  'verify.valid': 'válido',
  'verify.changed': 'la imagen se cambió después de firmarla',
  'verify.broken': 'dañado o falsificado',
  'verify.manifest-is': ({ state, signer, program, source, when }, { say }) =>
    `${say(state)}; firmado por ${signer}, hecho con ${program} el ${when}, origen ${source}. Se dice quién firmó, no se comprueba.`,
  'verify.ingredients': 'Hecho a partir de',
  'verify.made-from': ({ names }) => `${names}; lo que decían de sí mismas está en el manifiesto`,
  'verify.marked': ({ score }, { number }) =>
    `encontrada, ${number(score)} desviaciones típicas sobre el azar (bastan 5)`,
  'verify.unmarked': ({ score }, { number }) =>
    `no encontrada (${number(score)} desviaciones típicas sobre el azar, harían falta 5)`,
  'verify.no-source': 'sin indicar',
  'verify.source-network': ({ source }) => `hecha por una red (${source})`,
  'verify.source-composite': ({ source }) => `hecha en parte por una red (${source})`,
  'verify.source-enhanced': ({ source }) => `mejorada por una red (${source})`,
  'verify.no-settings': 'ninguno en el archivo, así que no se puede dibujar de nuevo',
  'verify.waiting': ({ id }) => `todavía espera como trabajo ${id}; vuelve a preguntar dentro de un rato`,
  'verify.refused': ({ why }, { say }) => `no es posible: ${say(why)}`,
  'verify.exact': 'la misma imagen, píxel a píxel',
  'verify.difference': ({ mean, max, isScaled }, { number }) =>
    `difiere en ${number(mean)} de 255 niveles de media, ${number(max)} como máximo${isScaled ? ', llevada a este tamaño' : ''}`,
  'verify.no-file': ({ code }) =>
    `No se puede abrir este archivo: ${code === 'ENOENT' ? 'no hay ninguno con ese nombre' : `el sistema dice ${code}`}`,
  'verify.left-out': ({ names }) => `Sin lo que no se puede trasladar: ${names}`,
};
