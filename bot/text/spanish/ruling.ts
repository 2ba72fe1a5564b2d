import type { RULING as ENGLISH } from '#bot/text/english/ruling.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of what the studio's page says of the rules of servers. */
export const RULING: Translation<typeof ENGLISH> = {
  'ruling.no-server': 'No se puede abrir: aquí no hay tal servidor, o no te toca cuidarlo',
  'ruling.no-channel': 'No se puede fijar: en este servidor no hay tal canal',

  'ruling.this-studio': 'Este estudio',
  'ruling.closed': ({ count }) =>
    count === 1
      ? 'Un servidor de Discord no se cuida aquí. Quien lo administra puede permitirlo: /settings set studio on.'
      : `${count} servidores de Discord no se cuidan aquí. Quien administra uno puede permitirlo: /settings set studio on.`,
  'ruling.put-back': 'Deshacer',

  'ruling.waiting': ({ count }) => (count === 0 ? 'Por mirar' : `Por mirar, ${count}`),
  'ruling.nothing-waits': 'Nada espera a la moderación.',
  'ruling.held': 'Aún no la ve nadie.',
  'ruling.seen-by-all': 'La ve todo el mundo.',
  'ruling.refused': 'Ya no la ve nadie.',
  'ruling.nothing': 'No salió nada.',
  'ruling.reports': ({ count }) => `La ${count === 1 ? 'ha denunciado una persona' : `han denunciado ${count}`}.`,
  'ruling.release': 'Mostrarla',
  'ruling.refuse': 'No mostrarla',
  'ruling.by': ({ name, when }) => `${name}, ${when}`,
  'ruling.picture': ({ index, count, prompt }) => `Imagen ${index} de ${count}: ${prompt}`,
  'ruling.no-picture': 'Aquí no hay ninguna imagen que mirar.',
  'ruling.now-shown': ({ prompt }) => `Ahora la ve todo el mundo: ${prompt}`,
  'ruling.now-refused': ({ prompt }) => `Ya no la ve nadie: ${prompt}`,

  'ruling.recent': 'Lo último que dibujó un miembro',
  'ruling.member': 'Miembro',
  'ruling.choose-member': 'Elige a alguien',
  'ruling.drew': ({ name, count }) => `${name}, ${count}`,
  'ruling.nobody-drew': 'Aún no ha dibujado nadie aquí.',

  'ruling.bans': 'Quién no puede dibujar',
  'ruling.nobody-banned': 'Todo el mundo puede dibujar.',
  'ruling.until': ({ date }) => `hasta el ${date}`,
  'ruling.for-good': 'para siempre',
  'ruling.somebody-else': 'Otra persona, por su id',
  'ruling.id': 'Su id',
  'ruling.reason': 'Motivo, que el miembro lee',
  'ruling.for': 'Cuánto tiempo',
  'ruling.days': ({ count }) => `${count} ${count === 1 ? 'día' : 'días'}`,
  'ruling.ban': 'No dibujar más',
  'ruling.unban': 'Dejar que dibuje',
  'ruling.banned': ({ name }) => `Ahora no se dibuja nada para ${name}.`,
  'ruling.unbanned': ({ name }) => `${name} puede dibujar de nuevo.`,

  'ruling.words': 'Palabras que no se dibujan',
  'ruling.every-word': 'Se puede dibujar cualquier palabra.',
  'ruling.words-how':
    'Cuentan palabras enteras, haya lo que haya entre sus letras; * son letras cualesquiera, ? es una.',
  'ruling.new-words': 'Palabras seguidas',
  'ruling.except-adults': 'Permitirlas en canales con restricción de edad',
  'ruling.look-first': 'Dibujarlas, y mirar antes las imágenes',
  'ruling.add-words': 'Guardar la regla',
  'ruling.allow-words': 'Permitir',
  'ruling.tag-adults': 'salvo con restricción de edad',
  'ruling.tag-look': 'se mira antes',
  'ruling.words-added': ({ pattern }) => `Ahora hay una regla sobre «${pattern}».`,
  'ruling.words-gone': ({ pattern }) => `«${pattern}» se puede dibujar de nuevo.`,

  'ruling.log': 'Qué se cambió',
  'ruling.no-log': 'Aún no se ha cambiado nada.',
  'ruling.undo': 'Deshacer',
  'ruling.undone': 'deshecho',
  'ruling.taken-back': ({ what }) => `Deshecho: ${what}`,

  'ruling.settings': 'Ajustes',
  'ruling.where': 'Para',
  'ruling.whole-server': 'todo el servidor',
  'ruling.from-channel': 'dicho para este canal',
  'ruling.from-server': 'dicho para el servidor',
  'ruling.from-usual': 'como siempre',
  'ruling.server-only': 'vale para todo el servidor',
  'ruling.channels-differ': ({ count }) => `distinto en ${count} ${count === 1 ? 'canal' : 'canales'}`,
  'ruling.back-to': ({ value }) => `Volver a ${value}`,
  'ruling.on': 'sí',
  'ruling.off': 'no',
  'ruling.none': 'ninguno',
  'ruling.from-to': ({ min, max }, { number }) => `de ${number(min)} a ${number(max)}`,
  'ruling.set': ({ name, value }) => `${name} es ahora ${value}.`,
};
