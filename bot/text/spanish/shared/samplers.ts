import type { SAMPLERS as ENGLISH } from '#shared/text/english/samplers.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of steps that cannot be taken, and of scheduler files that cannot be followed. */
export const SAMPLERS: Translation<typeof ENGLISH> = {
  'sampler.unknown': ({ known, given }, { say }) =>
    `No se puede usar el muestreador: ${oneOf(known)}, se dio ${say(given)}`,
  'sampler.sigmas': ({ sampler, known, given }) =>
    `No se puede muestrear con ${sampler}: las sigmas deben ser de ${known.join(', ')}, se dio ${given}`,
  'sampler.own-timesteps': ({ sampler, given }) =>
    `No se puede muestrear con ${sampler}: sus pasos de tiempo son fijos ` +
    `para este modelo, así que hay que omitir el espaciado, se dio ${given}`,
  'sampler.steps': ({ limit, given }) =>
    `No se puede muestrear: los pasos deben ser un número entero de 1 a ${limit}, se dio ${given}`,
  'sampler.steps-with': ({ sampler, limit, given }) =>
    `No se puede muestrear con ${sampler}: los pasos deben ser un número entero de 1 a ${limit}, se dio ${given}`,
  'sampler.steps-at-strength': ({ sampler, limit, strength, given }) =>
    `No se puede muestrear con ${sampler}: los pasos deben ser un número ` +
    `entero de 1 a ${limit} con fuerza ${strength}, se dio ${given}`,
  'sampler.timesteps': ({ sampler, least }) =>
    `No se puede muestrear con ${sampler}: el modelo debe tener ${least} pasos de tiempo de entrenamiento o más`,
  'sampler.same-timestep': ({ steps }) =>
    `No se puede muestrear: dos de ${steps} pasos caen en un mismo paso de tiempo; pide menos`,
  'sampler.offset': ({ steps, offset }) =>
    `No se puede muestrear: ${steps} pasos con steps_offset ${offset} pasan del final`,
  'sampler.no-step': ({ strength, steps }) =>
    `No se puede muestrear: la fuerza ${strength} debe dejar al menos un paso, se dieron ${steps} pasos`,
  'sampler.no-step-of-part': ({ from, to, steps }) =>
    `No se puede muestrear: la parte de ${from} a ${to} debe dejar al menos un paso, se dieron ${steps} pasos`,
  'sampler.part-edge': ({ edge, given }) =>
    `No se puede muestrear una parte: ${edge} debe estar entre 0 y 1, se dio ${given}`,
  'sampler.part-order': ({ from, to }) =>
    `No se puede muestrear una parte: el principio debe ser menor que el final, se dio ${from} y ${to}`,
  'sampler.part-start': 'No se puede muestrear una parte posterior: debe partir de los latentes de la parte anterior',
  'sampler.strength': ({ given }) => `No se puede partir de una imagen: la fuerza debe ser de 0 a 1, se dio ${given}`,
  'sampler.pndm-steps': ({ given }) =>
    `No se puede muestrear con pndm: sin skip_prk_steps necesita ruido y 4 pasos o más, se dieron ${given} pasos`,
  'sampler.pndm-start':
    'No se puede muestrear con pndm: sin skip_prk_steps necesita ' +
    'ruido y 4 pasos o más, se dio un comienzo desde una imagen',
  'sampler.not-finite': ({ step, steps }) =>
    `No se puede terminar el paso ${step} de ${steps}: la red debe dar números finitos, se dio NaN o ` +
    'infinito. Los pesos pueden estar dañados, o su formato numérico ser demasiado pequeño para este ' +
    'modelo',
  'guidance.zero-weights': 'No se puede dibujar sin guía: los pesos de las descripciones no deben sumar 0, se dio 0',
  'scheduler.unusable': ({ reason }, { say }) => `No se puede usar scheduler_config.json: ${say(reason)}`,
  'scheduler.no-object': 'debe ser un objeto JSON',
  'scheduler.zero-snr': 'rescale_betas_zero_snr necesita prediction_type v_prediction o sample, se dio epsilon',
  'scheduler.class':
    'un scheduler de diffusers para imágenes que parten del ruido, por epsilon, v, ' +
    'sample o EDM, no uno para flow matching, inversión u otros tipos de modelos',
  'scheduler.unknown-key': ({ key }) =>
    `${key} no se conoce aquí, y puede cambiar la imagen. Quítalo para dibujar sin ello`,
  'scheduler.two-spacings': ({ known }) => `solo uno de ${known.join(', ')} puede ser true, y ambos lo son`,
  'scheduler.edm-sampler': ({ known, given }) =>
    `No se puede muestrear con ${given}: un modelo con un scheduler EDM se dibuja con uno de ${known.join(', ')}`,
  'scheduler.betas': 'trained_betas debe ser una lista de dos o más números entre 0 y 1',
  'setting.wrong': ({ key, wanted, given }, { say }) => `${key} debe ser ${say(wanted)}, se dio ${given}`,
  'setting.one-of': ({ known }) => `uno de ${known.join(', ')}`,
  'setting.flag': 'true o false',
  'setting.text': 'un texto',
  'setting.number': 'un número',
  'setting.whole': ({ from, to }) => `un número entero de ${from} a ${to}`,
  'setting.fraction': 'un número entre 0 y 1',
  'setting.positive': 'un número positivo',
  'setting.count': 'un número entero positivo',
  'setting.below': ({ of }) => `menor que ${of}`,
  'setting.whole-list': 'una lista de números enteros',
  'setting.text-list': 'una lista de textos',
  'setting.numbers': ({ count }) => `una lista de ${count} números`,
  'setting.names': ({ count }) => `${count} nombres`,
  'setting.number-or-list': ({ count }) => `un número o una lista de ${count}`,
  'setting.per-layer': ({ layers }) => `listas con un número por capa (aquí ${layers})`,
  'setting.divisor': ({ of }) => `un divisor de ${of}`,
  'setting.even-first': 'par en la primera etapa',
  'setting.of': ({ known }) => `de ${known.join(' y ')}`,
  'setting.throughout': ({ name }) => `${name} en todas partes`,
  'setting.either': ({ known }) => `${known.slice(0, -1).join(', ')} o ${known.at(-1)}`,
  'setting.given-with': ({ key }) => `indicado donde está ${key}`,
  'setting.given-nested': 'indicado para profundidades anidadas',
};

function oneOf(known: readonly string[]): string {
  return known.length === 0 ? 'aquí no hay ninguno' : `debe ser uno de ${known.join(', ')}`;
}
