import type { EXPLAIN as ENGLISH } from '#bot/text/english/explain.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of how a prompt is read, taken apart. */
export const EXPLAIN: Translation<typeof ENGLISH> = {
  'command.explain': 'Ver cómo se lee un prompt: tokens, pesos, qué añade el estilo, qué se omite',
  'explain.heading': ({ model }) => `Cómo lee esto ${model}`,
  'explain.heading-unread': 'Esto todavía no se puede leer',
  'explain.chosen': 'Elegido:',
  'explain.problems': 'Así no se puede dibujar',
  'explain.notices': 'Omitido o cambiado',
  'explain.prompt': 'Palabras',
  'explain.negative': 'Fuera de la imagen',
  'explain.text': ({ name, number, steps, weight }, { say, number: written }) =>
    [
      `${say(name)} ${number}`,
      ...(steps === '' ? [] : [`pasos ${steps}`]),
      ...(weight === 1 ? [] : [`tira con ${written(weight)}`]),
    ].join(', '),
  'explain.more-texts': ({ count }) => `Y ${count} ${count === 1 ? 'texto' : 'textos'} más`,
  'explain.window': ({ number, of, count, max }) =>
    `${of === 1 ? '' : `Ventana ${number} de ${of}, `}${count} de ${max} tokens:`,
  'explain.window-words': ({ number, of, count }) =>
    `${of === 1 ? '' : `Parte ${number} de ${of}, `}${count} palabras:`,
  'explain.more-windows': ({ count }) => `Y ${count} ${count === 1 ? 'ventana' : 'ventanas'} más`,
  'explain.style': ({ style }) => `Añadido por el estilo ${style}`,
  'explain.before': 'antes:',
  'explain.after': 'después:',
  'explain.avoids': 'fuera de la imagen:',
  'explain.unknown': 'Palabras que el modelo no conoce',
  'explain.sampler': 'muestreador',
  'explain.spacing': 'espaciado',
  'explain.steps': 'pasos',
  'explain.guidance': 'guía',
  'explain.size': 'tamaño',
  'explain.seed': 'semilla',
  'explain.count': 'imágenes',
  'explain.clip-skip': 'capas omitidas (clip skip)',
  'explain.strength': 'fuerza',
  'explain.keep': 'resto de la imagen conservado',
  'explain.variation': 'variación',
  'explain.tile': 'mosaico',
  'explain.stop': 'parada en',
  'explain.from-option': 'como elegiste',
  'explain.from-flag': 'del prompt',
  'explain.from-style': 'del estilo',
  'explain.from-model': 'del modelo',
  'explain.from-picture': 'de la imagen',
  'explain.from-chance': 'al azar',
  'explain.from-usual': 'lo habitual',
};
