import type { PROMPT as ENGLISH } from '#bot/text/english/prompt.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of what reading a prompt finds odd. */
export const PROMPT: Translation<typeof ENGLISH> = {
  'prompt.last-backslash': 'Una barra invertida al final no protege nada, así que se omitió',
  'prompt.closes-nothing': 'Este paréntesis no cierra nada, así que se tomó como texto',
  'prompt.breaks-max': ({ max }) => `Un prompt puede tener ${max} BREAK; este y los siguientes cuentan como espacios`,
  'prompt.too-deep': ({ max }) => `Los paréntesis a más de ${max} niveles ya no tienen efecto`,
  'prompt.never-closed': 'Este paréntesis nunca se cierra, así que llega hasta el final',
  'prompt.weight-no-number': ({ typed, weight }, { number }) =>
    `«${typed}» no es un número, así que el peso es ${number(weight)}`,
  'prompt.weight-range': ({ typed, weight, min, max }, { number }) =>
    `Los pesos van de ${min} a ${max}, así que «${typed}» se leyó como ${number(weight)}`,
  'prompt.weight-comma': ({ typed, weight }) => `«${typed}» se leyó como ${weight}; los pesos llevan punto, no coma`,
  'prompt.weight-product': ({ max }) => `Los paréntesis multiplican a más de ${max}, así que el peso es ${max}`,
  'prompt.and-blank': 'AND une dos descripciones; un lado está vacío, así que se omitió',
  'prompt.and-max': ({ max }) => `AND puede unir ${max} descripciones; este y los siguientes cuentan como palabras`,
  'prompt.and-weight': ({ typed, weight, max }, { number }) =>
    `Los pesos de AND van de -${max} a ${max}, así que «${typed}» se leyó como ${number(weight)}`,
  'prompt.changes-too-deep': ({ max }) => `Los corchetes a más de ${max} niveles no cambian nada`,
  'prompt.adapter-misplaced':
    'Los adaptadores se nombran en el prompt o en la lista de un estilo, así que este se omitió',
  'prompt.too-long': ({ max }) => `Solo se leen los primeros ${max} caracteres; el resto se omitió`,
  'prompt.hypernetwork': 'Aquí no se pueden usar hiperredes, así que se omitió',
  'prompt.adapter-no-name': 'Este adaptador no tiene nombre, así que se omitió',
  'prompt.adapter-left-out': ({ typed }) =>
    `«${typed}» no se entiende, así que se omite: un adaptador ` +
    'tiene un peso, o uno para el texto (te) y otro para unet',
  'prompt.adapter-no-weight': 'El peso no es un número, así que es 1',
  'prompt.flag-needs-value': ({ flag, example }) => `«--${flag}» necesita un valor, como ${example}`,
  'prompt.flags-foreign': ({ flags }) => `Omitido, porque aquí no hay nada parecido: ${flags.join(' ')}`,
  'prompt.double-colon': ({ typed }) =>
    `«${typed}» no pesa nada aquí y se dibuja como letras; escribe (palabras:1.5), o une con AND`,
  'prompt.list-unknown': ({ name, meant }) =>
    meant === ''
      ? `Aquí no hay ninguna lista «${name}»; /wildcards list muestra las que hay, y \\__ deja las letras`
      : `Aquí no hay ninguna lista «${name}»; ¿querías decir __${meant}__?`,
  'prompt.lists-deep': ({ name, max }) =>
    `Las listas se nombran unas a otras a más de ${max} niveles, así que «${name}» se omitió`,
  'prompt.choices-max': ({ max }) => `Un prompt puede dejar abiertas ${max} elecciones; las siguientes se omitieron`,
  'prompt.grown-max': ({ max }) => `Sus elecciones alargan el prompt a más de ${max} caracteres; el resto se omitió`,
  'prompt.link': ({ typed }) =>
    `«${typed}» se dibuja como letras; adjunta la imagen; de los enlaces solo los de archivos de Discord son imágenes`,
  'prompt.flag-unknown': ({ flag }) => `«--${flag}» no es un ajuste, así que se omitió`,
  'prompt.flag-misspelt': ({ flag, meant }) =>
    `«--${flag}» no es un ajuste, así que se omitió; ¿querías decir «--${meant}»?`,
  'prompt.flag-twice': ({ flag }) => `«--${flag}» se da más de una vez; cuenta la última`,
  'prompt.flag-no-number': ({ typed, example }) => `«${typed}» no es un número (como ${example}), así que se omitió`,
  'prompt.flag-no-ratio': ({ typed, example }) =>
    `«${typed}» no es una proporción de ancho a alto (como ${example}), así que se omitió`,
  'prompt.unknown-words': ({ model, words, more, known }, { list }) => {
    const all = [...words.map((word) => `«${word}»`), ...(more > 0 ? [`${more} más`] : [])];
    return `El modelo ${model} no conoce ${list(all)}; conoce ${known.join(', ')} …`;
  },
};
