import type { ANIMATORS as English } from '#shared/text/english/animators.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of what is wrong with models that make pictures move. */
export const ANIMATORS: Translation<typeof English> = {
  'animator.unloadable': ({ file, reason }, { say }) => `${file} kann keine Bilder bewegen: ${say(reason)}`,
  'animator.missing': ({ file }) => `${file} gibt es nicht, weder als Datei noch als Ordner`,
  'animator.unknown': ({ known, given }, { say }) =>
    `Es gibt hier nichts namens ${say(given)}, das Bilder bewegt: Es gibt ${known.join(', ')}`,
  'animator.words': 'Mit Worten lässt sich hier nichts bewegen: Die Modelle sehen nur das Bild; lass die Worte weg',
  'animator.no-image': 'Es fehlt das Bild, das sich bewegen soll: Es ist das erste der Animation',
  'animator.argument': ({ option, limit, given }, { say }) =>
    `${option} muss ${say(limit)} sein, angegeben ist ${say(given)}`,
  'animator.encoder': ({ wanted, given }) =>
    `Sein Bild-Encoder muss ${wanted} Zahlen für ein Bild geben, es sind ${given}; nimm den, der dabei war`,
  'animator.too-large': ({ width, height, limit }) =>
    `Zwei Bilder von ${width}×${height} Pixeln sind größer als ${limit} KiB, mehr darf die Animation nicht haben; nimm ein kleineres Format`,
  'field.frames': 'die Zahl der Bilder',
  'field.frames-per-second': 'Bilder pro Sekunde',
  'field.motion': 'Bewegung',
  'field.first-guidance': 'Guidance des ersten Bildes',
  'field.image-noise': 'Rauschen des Bildes',
  'animator.no-part': ({ part }) =>
    `${part} fehlt; es braucht unet, vae, image_encoder und scheduler, wie diffusers sie schreibt`,
  'animator.foreign': ({ key }) =>
    `Es muss Stable Video Diffusion sein, der erste Schlüssel dieser Datei ist aber ${key}`,
};
