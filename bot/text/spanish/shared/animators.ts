import type { ANIMATORS as ENGLISH } from '#shared/text/english/animators.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of what is wrong with models that make pictures move. */
export const ANIMATORS: Translation<typeof ENGLISH> = {
  'animator.unloadable': ({ file, reason }, { say }) => `${file} no puede animar imágenes: ${say(reason)}`,
  'animator.missing': ({ file }) => `${file} no existe, ni como archivo ni como carpeta`,
  'animator.unknown': ({ known, given }, { say }) =>
    `Aquí nada llamado ${say(given)} anima imágenes: hay ${known.join(', ')}`,
  'animator.words': 'Aquí no se anima con palabras: los modelos solo miran la imagen; quita las palabras',
  'animator.no-image': 'Falta la imagen que debe moverse: es el primer fotograma',
  'animator.argument': ({ option, limit, given }, { say }) =>
    `${option} debe ser ${say(limit)}, se ha dado ${say(given)}`,
  'animator.encoder': ({ wanted, given }) =>
    `su codificador de imágenes debe dar ${wanted} números por imagen, da ${given}; usa el que venía con él`,
  'animator.too-large': ({ width, height, limit }) =>
    `Dos fotogramas de ${width}×${height} píxeles ocupan más de ${limit} KiB, el máximo de una animación; elige un tamaño menor`,
  'field.frames': 'fotogramas',
  'field.frames-per-second': 'fotogramas por segundo',
  'field.motion': 'movimiento',
  'field.first-guidance': 'guía del primer fotograma',
  'field.image-noise': 'ruido de la imagen',
  'animator.no-part': ({ part }) =>
    `falta ${part}; necesita unet, vae, image_encoder y scheduler, como los escribe diffusers`,
  'animator.foreign': ({ key }) => `debe ser Stable Video Diffusion, y la primera clave de este archivo es ${key}`,
};
