import type { MACHINES as ENGLISH } from '#bot/text/english/machines.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of what the studio's page says of machines. */
export const MACHINES: Translation<typeof ENGLISH> = {
  'machines.get': ({ title }) => `Traer ${title}`,
  'machines.size': ({ gigabytes }, { number }) => `unos ${number(gigabytes, 1)} GB`,
  'machines.licence': ({ licence }) => `Licencia: ${licence}`,
  'machines.going': ({ here, all }, { number }) => `${number(here, 2)} de ${number(all, 2)} GB`,
  'machines.asking': 'Preguntando qué hay',
  'machines.stop': 'Parar',
  'machines.go-on': 'Seguir',
  'machines.stopped': ({ here, all }, { number }) =>
    `Parado. ${number(here, 2)} de ${number(all, 2)} GB están aquí y se quedan.`,
  'machines.got': ({ title }) => `${title} ya está aquí. Ya puedes dibujar con él.`,
  'machines.demo-hint': 'Es diminuto y solo dibuja escenas de pegatinas. Stable Diffusion 1.5 dibuja todo lo demás.',
  'machines.more-models': 'Modelos para traer',
  'machines.drain': 'No darle nada más',
  'machines.drain-about': 'Lo que dibuja ahora se termina; después queda libre para ti. Lo que espera va a otra parte.',
  'machines.fill': 'Volver a darle imágenes',
  'machines.maintain': 'Poner en mantenimiento',
  'machines.maintain-about':
    'Lo que dibuja ahora se termina. No recibe nada nuevo, tampoco tras un reinicio, hasta que la recuperes.',
  'machines.maintain-why': 'Por qué, a la vista de todos',
  'machines.maintain-end': 'Volver a usarla',
  'machines.preload': 'Cargar',
  'machines.preload-about': 'La primera imagen con un modelo cargado empieza enseguida.',
  'machines.preload-model': 'Modelo para cargar',
  'machines.preloading': ({ model }) => `cargando ${model}`,
  'machines.style-history': 'Lo que era',
  'machines.style-now': 'vale ahora',
  'machines.style-restore': 'Dejarlo así otra vez',
  'machines.style-preview': 'Las palabras de la página en este estilo',
  'machines.style-elsewhere':
    'Este estilo se cambió en otra parte desde que lo abriste. Guarda otra vez para poner el tuyo encima; el otro queda en su historial.',
};
