import type { LISTS as ENGLISH } from '#bot/text/english/lists.ts';
import type { Translation } from '#shared/text/message.ts';
import { code, rich } from '#shared/text/rich.ts';

/** Spanish of lists of words that prompts can name. */
export const LISTS: Translation<typeof ENGLISH> = {
  'command.wildcards': 'Las listas de palabras de este servidor, para __nombre__ en un prompt',
  'command.wildcards.upload': 'Guardar una lista de palabras para este servidor, en lugar de la que tenga su nombre',
  'command.wildcards.upload.file':
    'Un archivo de texto con una cosa por línea; 3::rojo sale con el triple de frecuencia',
  'command.wildcards.upload.text': 'Las cosas, una por línea; 3::rojo sale con el triple de frecuencia',
  'command.wildcards.upload.name': 'Cómo la llaman los prompts; si no se indica, como el archivo',
  'command.wildcards.list': 'Todas las listas de palabras de este servidor',
  'command.wildcards.export': 'Obtener una lista de palabras como archivo',
  'command.wildcards.delete': 'Olvidar una lista de palabras',
  'command.wildcards.name': 'La lista',
  'option.file': 'archivo',
  'option.text': 'texto',
  'list-rule.denied': 'Solo quien puede gestionar el servidor puede cambiar sus listas de palabras',
  'list-rule.unknown': ({ name }) =>
    `Aquí no hay ninguna lista de palabras «${name}»; /wildcards list muestra las que hay`,
  'list-rule.full': ({ max }) => `No se pueden guardar más listas: ${max} como máximo. Borrar una deja sitio`,
  'list-rule.characters-in-all': ({ max, given }) =>
    'No se puede guardar esta lista: todas las listas de un servidor ' +
    `tienen ${max} caracteres juntas como máximo, se dio ${given}`,
  'list-rule.name': ({ max, given }) =>
    `No se puede llamar «${given}» a una lista: letras, cifras, guiones y una barra para carpetas, ${max} como máximo`,
  'list-rule.characters': ({ max, given }) =>
    `No se puede guardar esta lista: ${max} caracteres como máximo, se dio ${given}`,
  'list-rule.empty': 'No se puede guardar esta lista: no contiene ninguna palabra',
  'list-rule.lines': ({ max, given }) => `No se puede guardar esta lista: ${max} líneas como máximo, se dio ${given}`,
  'list-rule.line': ({ max, given, line }) =>
    `No se puede guardar esta lista: una línea tiene ${max} caracteres como máximo, se dio ${given} en «${line}»`,
  'list-rule.no-text': 'No se puede leer este archivo: debe ser texto en UTF-8',
  'list-rule.file-bytes': ({ max, given }) =>
    `No se puede leer este archivo: ${max} bytes como máximo, se dio ${given}`,
  'lists.heading': 'Listas de palabras',
  'lists.none': rich`Todavía no hay ninguna lista; ${code('/wildcards upload')} guarda una, y ${code('__nombre__')} en un prompt toma una línea de ella.`,
  'lists.some': rich`${code('__nombre__')} en un prompt toma una línea de la lista, la misma para la misma semilla.`,
  'lists.more': ({ count }) => `Y ${count} más.`,
  'lists.lines': ({ count }) => `${count} ${count === 1 ? 'línea' : 'líneas'}`,
  'list-card.heading': ({ name }) => `__${name}__`,
  'list-card.kept': ({ count }) => `Guardada con ${count} ${count === 1 ? 'línea' : 'líneas'}`,
  'list-card.replaced': ({ count }) =>
    `Guardada con ${count} ${count === 1 ? 'línea' : 'líneas'}, en lugar de la que había`,
  'list-card.begins': 'Empieza así',
  'list-done.deleted': ({ name }) => `La lista «${name}» se ha olvidado`,
};
