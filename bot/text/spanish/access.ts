import type { ACCESS as ENGLISH } from '#bot/text/english/access.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of who comes to the studio from elsewhere. */
export const ACCESS: Translation<typeof ENGLISH> = {
  'access.unknown': 'No se puede abrir el estudio: hace falta un enlace de quien lo lleva, o iniciar sesión',
  'access.revoked': 'Quien lleva el estudio ha retirado este enlace',
  'access.over': 'Este enlace ha caducado. Quien lleva el estudio puede darte otro',
  'access.gone': 'No se puede retirar: ya no vale',
  'access.full': ({ max }) => `No cabe nadie más: ${max} enlaces y sesiones como máximo, retira alguno`,
  'access.level': 'No se puede hacer el enlace: es para mirar o para dibujar',
  'access.too-often': ({ seconds }) =>
    `No se puede hacer tanto a la vez: prueba otra vez en ${seconds} ${seconds === 1 ? 'segundo' : 'segundos'}`,
  'access.other-address': ({ host }) =>
    `No se puede abrir el estudio: aquí solo se responde a la dirección de EASEL_STUDIO_URL, se dio «${host}»`,
  'access.operators-own': 'No se puede cambiar desde aquí: lo decide quien está sentado ante el estudio',
  'access.only-look': 'No se puede cambiar nada con este enlace: es para mirar',
  'access.no-canvas': 'Aquí no se puede dibujar en compañía: eso es para el estudio dentro de Discord',
  'access.canvas-news': 'No se puede mostrar eso a los demás: no es una línea ni una imagen',
  'access.no-login': 'No se puede entrar con Discord: quien lleva este estudio no lo ha activado',
  'access.login-failed': 'No se pudo iniciar sesión: Discord no dijo quién eres',

  'access.welcome': 'Estudio Easel',
  'access.opening': 'Abriendo el estudio',
  'access.how': 'Hace falta un enlace de quien lleva este estudio.',
  'access.discord': 'Entrar con Discord',
  'access.failed': 'Discord no dijo quién eres. No ha cambiado nada; puedes probar otra vez.',
  'access.stranger': 'Este estudio es para miembros de sus servidores de Discord, y no estás en ninguno.',
  'access.looking': 'Puedes mirar. Para dibujar aquí, pregunta a quien lleva este estudio.',
  'access.share': 'Dejar entrar a alguien',
  'access.share-about': 'Un enlace abre este estudio en otro dispositivo. Puedes retirarlo cuando quieras.',
  'access.for-whom': 'Para quién',
  'access.may': 'Puede',
  'access.may-look': 'mirar',
  'access.may-draw': 'mirar y dibujar',
  'access.for-days': 'Durante',
  'access.days': ({ count }) => `${count} ${count === 1 ? 'día' : 'días'}`,
  'access.make-link': 'Hacer un enlace',
  'access.link': 'El enlace, que solo se ve esta vez',
  'access.copy': 'Copiar',
  'access.copied': 'Copiado',
  'access.who': 'Quién puede entrar',
  'access.nobody': 'Todavía nadie.',
  'access.until': ({ may, date }) => `${may}, hasta ${date}`,
  'access.revoke': 'Retirar',
};
