import type { GALLERY as ENGLISH } from '#bot/text/english/gallery.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of the gallery, of pictures beside the words, and of what can be picked. */
export const GALLERY: Translation<typeof ENGLISH> = {
  'page.period': 'Cuándo',
  'page.ever': 'Siempre',
  'page.days': ({ days }) => (days === 1 ? 'Hoy' : `Últimos ${days} días`),
  'page.place': 'De dónde',
  'page.everywhere': 'De todas partes',
  'page.title-short': 'Este estudio',
  'page.by-on-discord': ({ name }) => `de ${name} en Discord`,
  'page.follow': 'Seguir una imagen',
  'page.follow-about':
    'Se quedan sus líneas, su profundidad o su pose; las palabras dicen el resto. Lo que se lee de ella se ve aquí antes.',
  'page.follow-none': 'No se pudo leer nada de esta imagen',
  'page.follow-weight': 'Con qué fidelidad',
  'page.method': 'Qué se lee de ella',
  'page.method-none': 'Ya es una imagen de control',
  'page.network': 'Quién la lee',
  'page.like': 'Como una imagen',
  'page.like-whole': 'Como esta',
  'page.like-style': 'Con su estilo',
  'page.like-strength': 'Cuánto de ella',
  'page.choose-picture': 'Elegir un archivo',
  'page.from-easel': 'La del caballete',
  'page.take-away': 'Quitarla',
  'page.drawn-when-idle': 'Este equipo dibuja las imágenes pequeñas cuando no tiene otra cosa que hacer.',
  'page.find': 'Buscar',
  'page.adds-words': ({ words }) => `añade las palabras «${words}»`,
  'page.strength-of': ({ name }) => `Cuánto de ${name}`,
  'page.without-adapter': ({ name }) => `Sin ${name}`,
  'page.adapter-unknown': ({ model }) => `${model} no tiene ese adaptador`,
  'page.adapters-fit': ({ count }) =>
    count === 1 ? 'Hay uno más para este modelo' : `Hay ${count} más para este modelo`,
};
