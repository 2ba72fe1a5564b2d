import type { PREFERENCES as ENGLISH } from '#bot/text/english/preferences.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of what members like to have in every prompt. */
export const PREFERENCES: Translation<typeof ENGLISH> = {
  'prefer.heading': 'Cómo te gusta dibujar',
  'prefer.about':
    'Esto acompaña a cada prompt tuyo, en todos los servidores. Lo que diga el propio prompt tiene preferencia.',
  'prefer.suffix': 'Con cada prompt',
  'prefer.options': 'Parámetros propios',
  'prefer.nothing': 'nada',
  'prefer.remix-on': 'El remix está activado: antes de dibujar algo otra vez se piden otras palabras.',
  'prefer.remix-off': 'El remix está desactivado: algo se dibuja otra vez con las mismas palabras.',
  'prefer.many': ({ given }) =>
    `No se puede guardar esto para cada prompt: --repeat y {a, b} van en el propio prompt, se dio «${given}»`,
  'prefer.flag-unknown': ({ flag, meant }) =>
    meant === ''
      ? `No se puede guardar «--${flag}» para cada prompt: no hay tal ajuste ni otro parecido; /help tiene los que hay`
      : `No se puede guardar «--${flag}» para cada prompt: no hay tal ajuste; ¿querías decir «--${meant}»?`,
  'prefer.flag-foreign': ({ flags }) =>
    `No se puede guardar ${flags.join(' ')} para cada prompt: aquí no hay nada parecido, así que omítelo`,
  'prefer.flag-value': ({ typed, example }) =>
    `No se puede guardar «${typed}» como valor para cada prompt: debe ser como ${example}`,
  'prefer.name': ({ max, given }) =>
    `No se puede llamar así un parámetro: primero una letra, luego letras, cifras y guiones, ${max} como máximo, se dio «${given}»`,
  'prefer.name-taken': ({ name }) => `No se puede llamar un parámetro --${name}: ya significa algo`,
  'prefer.options-max': ({ max, given }) =>
    `No se pueden guardar tantos parámetros propios: ${max} como máximo, se dieron ${given}. Sin valor se quita uno`,
  'command.prefer': 'Lo que acompaña a cada prompt tuyo',
  'command.prefer.suffix': 'Palabras y parámetros para cada prompt tuyo',
  'command.prefer.suffix.text': 'Por ejemplo: luz suave --ar 3:2. Si se omite, deja de haberlos',
  'command.prefer.option': 'Un parámetro propio',
  'command.prefer.option.name': 'Lo que escribes: mio para --mio',
  'command.prefer.option.value': 'Lo que significa; si se omite, se quita',
  'command.prefer.remix': 'Pedir otras palabras antes de dibujar algo otra vez',
  'command.prefer.remix.on': 'Sí o no',
  'command.prefer.show': 'Mostrar lo que prefieres',
  'option.on': 'activado',
};
