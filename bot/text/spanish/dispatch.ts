import type { DISPATCH as ENGLISH } from '#bot/text/english/dispatch.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of why jobs wait, and of what can go wrong between the queue and a stored picture. */
export const DISPATCH: Translation<typeof ENGLISH> = {
  'waiting.none-configured': 'no hay ningún renderizador configurado',
  'waiting.none-connected': 'no hay ningún renderizador conectado',
  'waiting.none-able': ({ model }) => `ningún renderizador conectado tiene el modelo ${model} con lo que esto necesita`,
  'waiting.none-for': ({ kind }) => `ningún renderizador conectado tiene una red para «${kind}»`,
  'waiting.starting': 'el renderizador está arrancando su motor',
  'waiting.maintenance': 'el renderizador está en mantenimiento',
  'waiting.draining': 'el renderizador no acepta nada más por ahora',
  'waiting.recovering': 'el renderizador se está recuperando',
  'waiting.loading': ({ model, renderer }) => `${renderer} está cargando ${model}`,
  'waiting.before-turn': 'su turno llega tarde para su mensaje, así que puede pasar antes que otros',
  'waiting.late': 'tarda más de lo que se puede cambiar su mensaje, así que llega como mensaje directo',
  'waiting.quiet': ({ renderer, seconds }) => `${renderer} no envía nada nuevo desde hace ${seconds} s`,
  'waiting.sooner-there': ({ renderer }) => `${renderer} está ocupado y lo terminará antes que lo que está libre`,
  'waiting.to-load': ({ model, renderer }) => `${renderer} tiene que cargar antes ${model}`,
  'queue.member-full': ({ max, open }) =>
    `No se puede aceptar otra imagen tuya todavía: ${max} a la ` +
    `vez, y tienes ${open} abiertas. Espera a una o cancela una`,
  'queue.full': ({ open }) =>
    `No se puede aceptar otra imagen todavía: la cola está llena con ${open}. Inténtalo de nuevo en unos minutos`,
  'attempt.silent': 'El renderizador ha dejado de responder',
  'attempt.standstill': 'El renderizador no avanza',
  'attempt.ended': 'El renderizador terminó antes de que la imagen estuviera lista',
  'attempt.renderer-gone': ({ renderer }) => `El renderizador ${renderer} ya no está`,
  'attempt.cancelled': 'El trabajo se canceló',
  'attempt.not-rendering': ({ state }) => `No se puede continuar un trabajo en estado ${state}`,
  'attempt.strikes': ({ count, last }, { say }) => `${count} intentos se cortaron. El último dijo: ${say(last)}`,
  'attempt.refusals': ({ count, last }, { say }) =>
    `Ningún renderizador lo aceptó en ${count} intentos. El último dijo: ${say(last)}`,
  'attempt.taken': 'Otro bot, que arrancó más tarde, usa ahora el renderizador, y no hay otro',
  'attempt.unread': ({ max }) => `No se pueden guardar más de ${max} vistas sin leer`,
  'result.wrong': ({ why }, { say }) => `No se puede usar lo que envió el renderizador: ${say(why)}`,
  'result.picture': ({ index }) => `imagen ${index}`,
  'result.mask': ({ index }) => `máscara ${index}`,
  'result.text': ({ index }) => `texto ${index}`,
  'result.animation': 'la animación',
  'result.file': 'el archivo',
  'result.unexpected': ({ came, due }) => `llegó «${came}» cuando tocaba «${due}»`,
  'result.order': ({ what, due, count }, { say }) => `${say(what)} llegó cuando tocaba ${due} de ${count}`,
  'result.order-at-most': ({ what, due, max }, { say }) =>
    `${say(what)} llegó cuando tocaba ${due} de ${max} como máximo`,
  'result.missing': ({ arrived, count }) => `llegaron ${arrived} de ${count} imágenes`,
  'result.too-long': ({ what, bytes, size }, { say }) => `${say(what)} tiene ${bytes} bytes o más, y decía ${size}`,
  'result.length': ({ what, bytes, size }, { say }) => `${say(what)} tiene ${bytes} bytes, y decía ${size}`,
  'result.hash': ({ what }, { say }) => `${say(what)} no tiene su SHA-256`,
  'result.not-whole': ({ what, format }, { say }) => `${say(what)} no es un ${format} completo`,
  'result.said-size': ({ what, found, said }, { say }) => `${say(what)} es ${found}, y decía ${said}`,
  'result.asked-size': ({ what, found, asked }, { say }) => `${say(what)} es ${found}, y se pidió ${asked}`,
  'result.no-safetensors': 'el adaptador no es un archivo safetensors',
  'result.characters': ({ what, characters }, { say }) => `${say(what)} tiene ${characters} caracteres`,
  'result.score': ({ what, score }, { say }) => `la puntuación de ${say(what)} es ${score}`,
  'result.second': ({ what }, { say }) => `${say(what)} llegó por segunda vez`,
  'result.none': ({ what }, { say }) => `${say(what)} no llegó`,
  'result.not-stored': 'La imagen se dibujó, pero no se pudo guardar: quien administra este bot debe mirar su disco',
};
