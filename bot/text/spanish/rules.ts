import type { RULES as ENGLISH } from '#bot/text/english/rules.ts';
import type { Translation } from '#shared/text/message.ts';
import { code, rich } from '#shared/text/rich.ts';

/** Spanish of what a server says about itself. */
export const RULES: Translation<typeof ENGLISH> = {
  'rule.denied': 'No se puede cambiar: hace falta el permiso «Gestionar servidor»',
  'rule.full': ({ max }) => `No caben más: un servidor tiene ${max} como máximo. Quita antes alguno`,

  'setting.drawing': 'Si aquí se pueden dibujar imágenes',
  'setting.studio':
    'Si quienes administran el bot pueden ver las imágenes de este servidor en su estudio y moderarlo allí',
  'setting.drawing-off': 'Aquí no se dibuja: quien gestiona el servidor lo ha desactivado en este lugar',

  'setting.spoiler': 'Si las imágenes se ocultan hasta que alguien las pulsa',
  'setting.threads': 'Qué imágenes van a hilos de su canal',
  'setting.threads.none': 'ninguna',
  'setting.threads.batch': 'varias de una misma petición, bajo la primera',
  'setting.threads.member': 'las de cada miembro, a un hilo suyo',
  'setting.votes': 'Cuántos miembros con una reacción cuentan tanto como quien pidió la imagen; 0 = solo esa persona',
  'setting.starboard': 'El canal donde se muestran las imágenes con estrellas',
  'setting.invite': ({ number }) => `Reacción que se pone bajo cada imagen, para que baste un clic (${number} de 3)`,
  'setting.invite.none': 'ninguna',
  'setting.invite.emoji': ({ emoji }) => `${emoji}, como lo explica /help`,
  'setting.stars': 'Cuántas ⭐ llevan una imagen al tablón de estrellas',

  'setting.unknown': ({ name, known }, { list }) => `No hay ningún ajuste «${name}»; hay ${list(known)}`,
  'setting.not-by-channel': ({ name }) => `${name} no se puede fijar en un solo canal: vale en todo el servidor`,
  'setting.not-switch': ({ name, given }) => `No se puede fijar ${name}: es on u off, y se dio ${given}`,
  'setting.not-number': ({ name, min, max, given }) =>
    `No se puede fijar ${name}: un número entero de ${min} a ${max}, y se dio ${given}`,
  'setting.not-choice': ({ name, known, given }, { list }) =>
    `No se puede fijar ${name}: puede ser ${list(known)}, y se dio ${given}`,
  'setting.not-channel': ({ name, given }) =>
    `No se puede fijar ${name}: nombra un canal con #, o escribe none, y se dio ${given}`,

  'settings.heading': 'Ajustes de este servidor',
  'settings.how': rich`${code('/settings set')} cambia uno, ${code('/settings reset')} lo deja como estaba.`,
  'settings.here': ({ value }) => rich`en este canal ${code(value)}`,
  'settings.server': ({ value }) => rich`en el servidor ${code(value)}`,
  'settings.elsewhere': ({ count }) => `distinto en ${count} ${count === 1 ? 'canal' : 'canales'} más`,
  'settings.default': ({ value }) => rich`normalmente ${code(value)}`,
  'setting-done.set': ({ name, value, where }) =>
    `${name} es ahora ${value} en este ${where === 'channel' ? 'canal' : 'servidor'}`,
  'setting-done.reset': ({ name, value, where }) =>
    where === 'channel'
      ? `${name} vuelve a seguir al servidor en este canal: ${value}`
      : `${name} vuelve a ser lo normal: ${value}`,

  'audit.heading': 'Lo que se ha cambiado aquí',
  'audit.how': rich`${code('/audit undo')} deshace un cambio por su número.`,
  'audit.none': 'Todavía no se ha cambiado nada.',
  'audit.gone': ({ id }) => `Aquí no hay ningún cambio ${id} que se pueda deshacer`,
  'audit.changed-since': ({ id }) =>
    `No se puede deshacer el cambio ${id}: lo mismo se cambió otra vez después. Deshaz antes el más reciente`,
  'audit.undone': ({ id, what }, { say }) => `El cambio ${id} se ha deshecho: ${say(what)}`,
  'audit.was-undone': 'deshecho',
  'audit.set': ({ what, value }, { say }) => `${say(what)}: fijado en ${value}`,
  'audit.changed': ({ what, before, after }, { say }) => `${say(what)}: de ${before} a ${after}`,
  'audit.taken-away': ({ what, value }, { say }) => `${say(what)}: ${value}, quitado`,
  'audit.setting': ({ name }) => `ajuste ${name}`,
  'audit.channel-setting': ({ name }) => `ajuste ${name} de un canal`,

  'command.settings': 'Cómo se comporta Easel en este servidor',
  'command.settings.show': 'Mostrar los ajustes de este servidor y canal',
  'command.settings.set': 'Cambiar un ajuste de este servidor o de este canal',
  'command.settings.set.name': 'Qué ajuste',
  'command.settings.set.value': 'Qué debe valer',
  'command.settings.where': 'En todo el servidor si no se indica',
  'command.settings.reset': 'Dejar un ajuste como es normalmente',
  'command.audit': 'Quién ha cambiado qué en este servidor',
  'command.audit.list': 'Mostrar quién cambió ajustes, límites y reglas, y cuándo',
  'command.audit.undo': 'Deshacer un cambio',
  'command.audit.undo.number': 'El número del cambio',
  'option.value': 'valor',
  'option.number': 'número',
};
