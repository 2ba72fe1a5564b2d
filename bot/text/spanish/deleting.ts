import type { DELETING as ENGLISH } from '#bot/text/english/deleting.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of deleting, and taking it back. */
export const DELETING: Translation<typeof ENGLISH> = {
  'delete.in-bin': 'Borrada. Se puede recuperar durante un día, aquí o con /undelete.',
  'forget.here': 'en este servidor',
  'forget.everywhere': 'en todos los servidores',
  'forget.sure': ({ count, where }) =>
    count === 0
      ? `No hay ninguna imagen tuya terminada${places(where)}`
      : `Se ${count === 1 ? 'borraría' : 'borrarían'} ${pictures(count)}${places(where)}, con palabras y mensajes. ` +
        '/forget con seguro: True lo hace; /undelete lo recupera durante un día',
  'forget.done': ({ count }) =>
    `Se ${count === 1 ? 'ha borrado' : 'han borrado'} ` +
    `${pictures(count)}. /undelete lo recupera durante un día; después ` +
    'ya nadie puede',
  'forget.nothing': ({ where }) => `No hay ninguna imagen tuya terminada${places(where)}`,
  'undelete.done': ({ count, show }) =>
    `Se ${count === 1 ? 'ha recuperado 1 imagen' : `han recuperado ${count} imágenes`}` +
    (show === '' ? '' : `. Si su canal ya no existe, ${show} la muestra a su dueño`),
  'undelete.nothing': 'No se puede recuperar nada: no has borrado nada aquí en el último día',
};

function places(where: 'here' | 'everywhere'): string {
  return where === 'here' ? ' aquí' : '';
}

function pictures(count: number): string {
  return count === 1 ? '1 imagen tuya' : `${count} imágenes tuyas`;
}
