import type { STYLES as ENGLISH } from '#bot/text/english/styles.ts';
import type { Translation } from '#shared/text/message.ts';
import { rich } from '#shared/text/rich.ts';

/** Spanish of the sentences about styles. */
export const STYLES: Translation<typeof ENGLISH> = {
  'style-rule.exists': ({ name }) => `No se puede crear el estilo ${name}: este servidor ya tiene uno con ese nombre`,
  'style-rule.full': ({ max }) => `No se pueden guardar más estilos: ${max} como máximo. Borrar uno deja sitio`,
  'style-rule.ready-made': ({ name }) =>
    `El estilo «${name}» es predefinido y se queda; uno nuevo con el mismo nombre lo sustituye aquí`,
  'style-rule.denied':
    'Esto es del servidor: para cambiarlo hace falta el permiso Gestionar servidor. Todo el mundo puede verlo',
  'style-file.json': 'JSON, con todo',
  'style-file.csv': 'styles.csv de A1111, solo palabras',
  'style-file.none': 'Este servidor todavía no tiene estilos propios; /style create crea uno',
  'style-file.words-only':
    'styles.csv solo contiene palabras: el muestreador, los pasos y todo lo demás están en el JSON',
  'style-file.columns': ({ given }) =>
    `No se pueden importar estilos: el archivo debe tener las columnas name y prompt, se dio ${given}`,
  'style-file.rows': ({ max, given }) => `No se pueden importar estilos: ${max} filas como máximo, se dio ${given}`,
  'style-done.deleted': ({ name }) => `El estilo ${name} se ha olvidado. Sus imágenes se quedan.`,
  'style-done.default-chosen': ({ name }) => `Sin nombre se usa desde ahora el estilo ${name}.`,
  'style-done.channel-chosen': ({ name }) => `Sin nombre se usa desde ahora el estilo ${name} en este canal.`,
  'style-done.channel-follows': 'Este canal usa otra vez el estilo habitual del servidor.',
  'style-where.server': 'en todo este servidor',
  'style-where.channel': 'en este canal; sin nombre vuelve a seguir al servidor',
  'style-done.default-plain': 'Desde ahora las palabras se dibujan tal cual.',
  'style-rule.no-change': ({ name }) =>
    `Aquí no se conoce ningún cambio de un estilo «${name}»; /style list muestra los que hay`,
  'style-done.undo-created': ({ name }) => `El estilo ${name} ha vuelto a desaparecer.`,
  'style-done.undo-edited': ({ name }) => `El estilo ${name} está como antes de su último cambio.`,
  'style-done.undo-deleted': ({ name }) => `El estilo ${name} vuelve a estar.`,
  'style-rule.import-json':
    'No se pueden importar estilos: el texto no es JSON, como lo da /style export, ni el styles.csv de A1111',
  'style-rule.import-none': 'No se pueden importar estilos: no hay ninguno en el archivo',
  'style-rule.import-many': ({ max, given }) =>
    `No se pueden importar tantos estilos: ${max} como máximo, se dio ${given}`,
  'style-rule.import-twice': ({ name }) =>
    `No se pueden importar estilos: el nombre «${name}» está dos veces en el archivo`,
  'style-done.import-problem': ({ name, problem }, { rich: words }) => rich`${name}: ${words(problem)}`,
  'style-done.import-replaced': ({ name }) => `El estilo «${name}» ya estaba y se ha sustituido`,
};
