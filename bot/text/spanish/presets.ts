import type { PRESETS as ENGLISH } from '#bot/text/english/presets.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish about styles and what they settle. */
export const PRESETS: Translation<typeof ENGLISH> = {
  'number.none': 'algo que no es un número',
  'number.endless': 'un número sin fin',
  'name.unknown-spacing': ({ given, known }) => `No hay ningún espaciado «${given}»; puede ser ${known.join(', ')}`,
  'name.unknown': ({ what, typed, meant, known, more }) =>
    `Aquí no hay ningún ${NAMED[what]} «${typed}»; ${hint({ meant, known, more })}`,
  'range.steps': ({ max, given }, { text }) =>
    `No se puede usar este número de pasos: debe ser un número entero de 1 a ${max}, se dio ${text(given)}`,
  'range.guidance': ({ max, given }, { text }) =>
    `No se puede usar esta guía: debe ser un número de 0 a ${text(max)}, se dio ${text(given)}`,
  'range.count': ({ max, given }, { text }) =>
    `No se puede usar este número de imágenes: debe ser un número entero de 1 a ${max}, se dio ${text(given)}`,
  'range.seed': ({ max, given }, { text }) =>
    `No se puede usar esta semilla: debe ser un número entero de 0 a ${max}, se dio ${text(given)}`,
  'range.side': ({ side, min, max, given }, { text }) =>
    `No se puede usar este ${SIDES[side]}: debe ser un número ` +
    `entero de píxeles de ${min} a ${max}, se dio ${text(given)}`,
  'range.side-multiple': ({ side, multiple, given, near }) =>
    `No se puede usar este ${SIDES[side]}: debe ser un múltiplo de ` +
    `${multiple}, se dio ${given}; lo más cercano es ${near.join(' y ')}`,
  'range.steps-lowered': ({ max, given }, { text }) =>
    `Pasos reducidos a ${text(max)}, que es el máximo; se pidió ${text(given)}`,
  'range.steps-lowered-for': ({ max, given, sampler }, { text }) =>
    `Pasos reducidos a ${text(max)}, el máximo que admite el muestreador ${sampler}; se pidió ${text(given)}`,
  'range.guidance-lowered': ({ max, given }, { text }) =>
    `Guía reducida a ${text(max)}, que es el máximo; se pidió ${text(given)}`,
  'preset.name': ({ max, given }) =>
    `No se puede llamar así a un estilo: de 1 a ${max} letras, cifras y guiones, se dio «${given}»`,
  'preset.name-taken': ({ name }) => `No se puede llamar «${name}» a un estilo: esa palabra significa sin estilo`,
  'preset.name-written': ({ name }) => `El nombre se escribe «${name}»`,
  'preset.over-ready-made': ({ name }) =>
    `Aquí ocupa el lugar del estilo predefinido «${name}»; al borrarlo, ese vuelve`,
  'preset.description-length': ({ max, given }) =>
    `No se puede guardar esta descripción: ${max} caracteres como máximo, se dio ${given}`,
  'preset.negative-length': ({ max, given }) =>
    `No se puede guardar este prompt negativo: ${max} caracteres como máximo, se dio ${given}`,
  'preset.no-karras': ({ sampler }) =>
    `El muestreador «${sampler}» no tiene espaciado de Karras, así que se dibuja sin él`,
  'preset.size': ({ given }) => `No se puede usar este tamaño: debe ser como 512x768, se dio «${given}»`,
  'preset.clip-skip': ({ max, given }, { text }) =>
    `No se pueden omitir estas capas del codificador de texto: de 0 a ${max}, se dio ${text(given)}`,
  'template.length': ({ max, given, added }) =>
    `No se puede guardar esta plantilla: ${max} caracteres como máximo${added && ` con «${added}» delante`}, se dio ${given}`,
  'template.place-twice': ({ place, count }) =>
    `No se puede usar esta plantilla: «${place}» puede aparecer una vez, se dio ${count} veces`,
  'template.flag': ({ given }) =>
    'No se puede usar esta plantilla: solo contiene palabras, y ' +
    `los ajustes tienen sus propias opciones, se dio «${given}»`,
  'template.place-added': ({ template }) => `Las palabras de un prompt van delante: «${template}»`,
  'adapter.twice': ({ name }) => `El adaptador «${name}» se da dos veces`,
  'adapter.too-many': ({ max, given }) => `No se pueden usar tantos adaptadores: ${max} como máximo, se dio ${given}`,
  'adapter.weight': ({ name, max, given }, { text }) =>
    `No se puede usar así el adaptador «${name}»: los pesos van de -${max} a ${max}, se dio ${text(given)}`,
  'ready-made.fast': 'Una imagen en 4 pasos',
  'ready-made.base': 'Tus palabras, sin lo que nadie quiere',
  'ready-made.photo': 'Como lo ve una cámara',
  'ready-made.cinematic': 'Un fotograma de película',
  'ready-made.cartoon': 'Contornos marcados y colores planos',
  'ready-made.line-art': 'Líneas negras limpias, nada más',
  'ready-made.low-poly': 'Hecho de pocos triángulos',
  'ready-made.oil': 'Pintura espesa sobre lienzo',
  'ready-made.charcoal': 'Negro difuminado sobre papel rugoso',
  'ready-made.pastel': 'Tiza pálida sobre papel',
  'ready-made.anime': 'Sombreado plano, como en el anime',
  'ready-made.isometric': 'Un mundo pequeño visto desde una esquina',
  'ready-made.storybook': 'Una escena de cuento en 4 pasos',
  'ready-made.fine': 'Una escena de cuento con más cuidado: 20 pasos',
  'ready-made.pixel-art': 'Grandes píxeles cuadrados',
  'ready-made.watercolor': 'Pintura suave sobre papel',
  'ready-made.blueprint': 'Líneas blancas sobre papel azul',
  'ready-made.neon': 'Líneas brillantes en la oscuridad',
  'ready-made.chalkboard': 'Tiza sobre una pizarra verde',
};

const NAMED = { style: 'estilo', model: 'modelo', sampler: 'muestreador', adapter: 'adaptador' } as const;
const SIDES = { width: 'ancho', height: 'alto' } as const;

function hint({ meant, known, more }: { meant: string; known: readonly string[]; more: number }): string {
  if (meant !== '') return `¿querías decir «${meant}»?`;
  if (known.length === 0) return 'todavía no hay ninguno';
  return `hay ${known.join(', ')}${more > 0 ? ` y ${more} más` : ''}`;
}
