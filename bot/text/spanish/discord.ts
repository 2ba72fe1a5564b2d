import type { DISCORD as ENGLISH } from '#bot/text/english/discord.ts';
import type { Translation } from '#shared/text/message.ts';
import { code, link, plainNode, rich } from '#shared/text/rich.ts';

/** Spanish of what only Discord has. */
export const DISCORD: Translation<typeof ENGLISH> = {
  'activity.no-renderer': 'No hay ningún renderizador conectado; los encargos esperan',
  'activity.idle': ({ models }) => ['/imagine dibuja al momento', ...models].join(' · '),
  'activity.busy': ({ drawing, waiting, models }) =>
    [`Dibujando ${drawing}`, waiting > 0 ? `${waiting} en la cola` : '', ...models].filter(Boolean).join(' · '),
  'discord.more': ({ count }) => `… y ${count} más`,
  'discord.last-preview': 'La última vista previa',
  'discord.in-your-thread': ({ url }) => `Tus imágenes van aquí a un hilo tuyo: ${url}`,
  'discord.restarting': 'Easel se está reiniciando; tu puesto se guarda',
  'discord.time-here': ({ isPrivate }) =>
    `${isPrivate ? 'Solo tú ves este mensaje, así que Discord deja que Easel lo cambie' : 'Easel no es miembro de este lugar, así que Discord le deja cambiar este mensaje'}` +
    ' durante 15 minutos. Lo que tarde más te llega como mensaje directo.',
  'discord.last-words': ({ job }) =>
    rich`Discord ya no deja que Easel cambie este mensaje. Conservas tu lugar: la imagen te llega como mensaje directo, y ${code(`/show id:${job}`)} la trae aquí`,
  'discord.files-refused': ({ isDrawn }) =>
    'Easel no puede adjuntar archivos en este canal, así que ' +
    `${isDrawn ? 'la imagen no se puede mostrar' : 'no hay vista previa'}. Quien gestiona el canal puede permitir ` +
    '«Adjuntar archivos»; entonces aparecerá aquí sola.',
  'discord.may-not-show': ({ see, attach }) => {
    const does = [...(see ? [] : ['ver este canal']), ...(attach ? [] : ['adjuntar archivos en este canal'])];
    const rights = [...(see ? [] : ['«Ver canal»']), ...(attach ? [] : ['«Adjuntar archivos»'])];
    return (
      `No se puede dibujar aquí: Easel no puede ${does.join(' ni ')}. ` +
      `Quien lo gestiona puede permitir ${rights.join(' y ')}`
    );
  },
  'discord.pictures-gone': ({ count }) =>
    `Ya no ${count === 1 ? 'se conserva 1 imagen' : `se conservan ${count} imágenes`}.`,
  'discord.pictures-too-large': ({ count, why, withPreview, kept }, { say }) =>
    `${pictures(count)} para mostrarse aquí: ${say(why)}.${withPreview ? ' En su lugar está la última vista previa.' : ''}` +
    (kept.length === 0 ? '' : ` Quien administra este bot conserva ${kept.join(', ')}.`),
  'discord.pictures-smaller': ({ count, why }, { say }) =>
    `Se ${count === 1 ? 'muestra 1 imagen' : `muestran ${count} imágenes`} en tamaño reducido, porque a tamaño ` +
    `completo no cabe ningún archivo: ${say(why)}. ✉️ y el botón envían lo que Discord acepta.`,
  'discord.pictures-reduced': ({ count, format, why }, { say }) =>
    `Se ${count === 1 ? 'muestra 1 imagen' : `muestran ${count} imágenes`} a tamaño ` +
    `completo como ${format}, porque el PNG es demasiado grande: ${say(why)}.`,
  'discord.another-bot':
    'Otro bot funciona con este DISCORD_TOKEN y un registro propio, así ' +
    'que contesta parte de lo que se pide; uno de los dos debe parar',
  'discord.draw-all': ({ count }) => `Dibujar las ${count}`,
  'discord.many': ({ orders, pictures, time }, { say }) =>
    `Las palabras entre llaves con comas piden una imagen cada una: ${orders} prompts, ${pictures} imágenes` +
    (time === null ? '' : `, ${say(time)} si no se dibuja nada más`),
  'discord.fix': 'Corregir',
  'discord.fix-over': 'No se puede abrir lo que escribiste: se guarda 15 minutos. Usa el comando otra vez, por favor',
  'discord.png-follows': 'Mostrada enseguida a tamaño completo; el PNG llega después',
  'discord.original': 'PNG',
  'discord.originals-gone': 'No se puede enviar el PNG: ya no está guardado',
  'discord.original-too-large': ({ file, size, max }, { say }) =>
    `El PNG ocupa ${say(size)}, y Discord acepta ${say(max)} desde ` +
    `aquí. Quien administra este bot lo conserva como ${file}.`,
  'discord.mail-from': ({ url }) => [link('La imagen', url), plainNode(' que pediste con ✉️')],
  'discord.mail-closed':
    'No se te puede enviar: no aceptas mensajes de este servidor. Permítelos en sus ajustes de privacidad y pulsa ✉️ otra vez',
  'discord.mail-gone': 'No se puede enviar: la imagen ya no está guardada',
  'discord.mail-later': 'No se te puede enviar ahora: Discord no lo aceptó. Pulsa ✉️ otra vez en un momento',
  'discord.stars': ({ count, url }) => [plainNode(`⭐ ${count} · `), link('a la imagen', url)],
  'notify.off': 'de ninguna forma',
  'notify.ping': 'con una mención bajo la imagen',
  'notify.message': 'con un mensaje para ti',
  'notify.done': ({ how }) =>
    how === 'off'
      ? 'Ya no se te avisa cuando una imagen está lista'
      : `Se te avisa ${how === 'ping' ? 'con una mención debajo' : 'con un mensaje'} cuando está lista una imagen que tardó más de un minuto`,
  'notify.there': ({ isDrawn, url }) => [
    link(isDrawn ? 'Tu imagen' : 'Tu encargo', url),
    plainNode(isDrawn ? ' está lista' : ' no salió bien'),
  ],
  'discord.size-refused': ({ size }, { say }) => `Discord no aceptó ${say(size)}`,
  'discord.channel-takes': ({ max, largest }, { say }) =>
    `este canal acepta archivos de hasta ${say(max)}, el mayor ocupa ${say(largest)}`,
  'discord.message-takes': ({ max }, { say }) => `un mensaje admite ${say(max)}`,
  'discord.kibibytes': ({ size }, { number }) => `${number(size, 1)} KiB`,
  'discord.mebibytes': ({ size }, { number }) => `${number(size, 1)} MiB`,
  'discord.custom-id': ({ max, given }) =>
    `No se puede escribir un botón: ${max} caracteres como máximo, se dio ${given}`,
  'discord.login-slow': ({ seconds }) => `No se puede iniciar sesión en Discord: tardó más de ${seconds} s`,
  'discord.token-refused':
    'Discord rechazó DISCORD_TOKEN: copia otra vez el token del bot desde la página Bot de discord.com/developers',
  'discord.gateway-closed': ({ code }) =>
    `Discord rechaza este bot: su gateway cerró con el código ${code}${CLOSE_REASONS[code] ?? ''}`,
  'discord.unreachable': ({ where }) =>
    `No se puede contactar con Discord en ${where}: comprueba la conexión de este equipo`,
  'discord.commands-refused': ({ why, seconds }) =>
    seconds === null
      ? `Discord no aceptó los comandos, así que sigue con los que tiene: ${why}`
      : `Discord no pudo aceptar los comandos, se enviarán de nuevo en ${seconds} s: ${why}`,
  'discord.starts-an-hour': ({ max, minutes }) =>
    `No se puede empezar otra sesión con Discord: Easel empieza ${max} por hora como máximo, para que no se restablezca el token; más en ${minutes} min`,
  'discord.starts-used': ({ remaining, minutes }) =>
    `No se puede iniciar sesión en Discord: permite ${remaining} ` +
    `arranques más antes de cambiar el token; habrá más en ${minutes} ` +
    'min',
  'discord.studio-command': 'Abrir aquí el estudio para dibujar en compañía',
  'discord.opened-studio': ({ name }) => `${name} dibuja en el estudio. Dibuja también.`,
  'discord.join-studio': 'Dibujar también',
  'discord.studio-words': 'Llevar palabras',
  'discord.studio-words-title': 'Palabras para el estudio',
  'discord.not-shown': 'No se puede mostrar allí: Discord no la ha aceptado',
  'discord.again': ({ why, seconds }, { say }) => `${say(why)}; nuevo intento en ${seconds} s`,
  'styles.plain': 'tus palabras y nada más',
};

function pictures(count: number): string {
  return count === 1 ? '1 imagen es demasiado grande' : `${count} imágenes son demasiado grandes`;
}

const CLOSE_REASONS: Readonly<Record<number, string>> = {
  4010: ', un shard no válido',
  4011: ': el bot está en demasiados servidores para las conexiones que dice EASEL_DISCORD_SHARDS',
  4012: ', una versión de la API que ya no conoce: actualiza Easel',
  4013: ', intents no válidos: actualiza Easel',
  4014: ', intents que este bot no puede tener',
};
