import type { STUDIO as ENGLISH } from '#bot/text/english/studio.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of what the studio's server says. */
export const STUDIO: Translation<typeof ENGLISH> = {
  'studio.host': ({ hosts, given }) =>
    `No se puede abrir el estudio: solo ${hosts.join(', ')} son seguros, se dio ${given}`,
  'studio.port': ({ where, why }) => `No se puede abrir el estudio en ${where}: ${why}`,
  'studio.port-taken': ({ where }) =>
    `No se puede abrir el estudio en ${where}: el puerto está ` +
    'ocupado. Pon otro en EASEL_STUDIO_PORT, o 0 para cualquiera ' +
    'libre',
  'studio.closing': 'El estudio se está cerrando',
  'studio.live-closing': 'No se puede dibujar en vivo: el estudio se está cerrando',
  'studio.other-machine': ({ host }) =>
    `No se puede abrir el estudio: solo se atienden direcciones de este equipo, se dio "${host}"`,
  'studio.other-site': 'No se puede contestar a otro sitio: el estudio es para su propia página',
  'studio.other-origin': ({ origin }) =>
    `No se puede contestar a otro sitio: el estudio es para su propia página, se dio "${origin}"`,
  'studio.no-json': ({ type }) => `No se puede leer la solicitud: debe ser application/json, se dio "${type}"`,
  'studio.archive': ({ max }) => `No se pueden guardar esas imágenes en un archivo: de 1 a ${max} a la vez`,
  'studio.sketches': ({ max }) => `No se puede esbozar eso: una lista de ${max} encargos como máximo`,
  'studio.body': ({ max }) => `No se puede leer la solicitud: ${max} bytes como máximo`,
  'studio.no-file': ({ path }) => `No se puede encontrar ${path} en el estudio`,
  'studio.session': 'No se puede escuchar: la sesión debe tener de 1 a 64 letras, cifras y guiones',
  'studio.listeners': ({ max }) => `No se puede escuchar: ${max} páginas como máximo`,
  'studio.no-model': ({ model }) => `Para esta máquina no hay ningún modelo ${model}`,
  'studio.no-machine': ({ machine }) => `La máquina ${machine} ya no existe`,
  'studio.threads': ({ count }) => `CPU, ${count} ${count === 1 ? 'hilo' : 'hilos'}`,
};
