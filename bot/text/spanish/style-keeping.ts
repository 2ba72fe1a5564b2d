import type { STYLE_KEEPING as ENGLISH } from '#bot/text/english/style-keeping.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of who may use a style, and what it was. */
export const STYLE_KEEPING: Translation<typeof ENGLISH> = {
  'style-rule.roles': ({ name, roles }) =>
    `No se puede dibujar con el estilo «${name}»: es para miembros con el rol ${roles.join(' o ')}`,
  'style-rule.roles-max': ({ max, given }) =>
    `No se puede reservar un estilo para tantos roles: ${max} como máximo, se dieron ${given}. Quita uno antes`,
  'style-rule.no-version': ({ name, oldest, newest, given, wasRemoved }) =>
    wasRemoved
      ? `No se puede recuperar la versión ${given} del estilo «${name}»: ahí se borró; la anterior lo tiene`
      : `No se puede recuperar esta versión del estilo «${name}»: hay de la ${oldest} a la ${newest}, se dio ${given}`,
  'style-card.hidden': 'oculto: en ninguna lista',
  'style-card.roles': ({ roles }) => `solo para ${roles.join(', ')}`,
  'style-file.without-roles': 'Quién puede usar un estilo no está en el archivo: los roles son solo de este servidor',

  'style-version.heading': ({ name }) => `Historia de ${name}`,
  'style-version.about': '/style restore recupera una versión; /style undo deshace el último cambio.',
  'style-version.older': ({ count }) => `${count} ${count === 1 ? 'versión anterior' : 'versiones anteriores'}`,
  'style-version.removed': 'borrado',
  'style-version.returned': 'ha vuelto',
  'style-version.first': 'la más antigua que se conoce',
  'style-version.same': 'sin cambios',
  'style-version.changed': ({ settings }) => `cambió: ${settings.join(', ')}`,

  'command.style.setting.hidden': 'En ninguna lista: solo lo usa quien sabe su nombre',
  'command.style.roles': 'Reservar un estilo a miembros con ciertos roles',
  'command.style.roles.name': 'El estilo',
  'command.style.roles.role': 'Un rol cuyos miembros pueden usarlo',
  'command.style.roles.may': 'No quita el rol; si no queda ninguno, puede todo el mundo',
  'command.style.history': 'Lo que un estilo era antes de cada cambio',
  'command.style.history.name': 'El estilo, también uno borrado',
  'command.style.restore': 'Recuperar una versión de un estilo',
  'command.style.restore.name': 'El estilo, también uno borrado',
  'command.style.restore.version': 'Su número en /style history',
  'option.hidden': 'oculto',
  'option.may': 'puede',
  'option.version': 'versión',
};
