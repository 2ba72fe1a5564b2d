import type { ENGINE as ENGLISH } from '#shared/text/english/engine.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of the engine as a whole. */
export const ENGINE: Translation<typeof ENGLISH> = {
  'engine.starting': 'El motor está arrancando',
  'engine.stopping': 'El motor se está deteniendo',
  'engine.not-starting': 'El motor no arranca',
  'engine.died': ({ reason }, { say }) => `El motor se cayó (${say(reason)}). Se está arrancando de nuevo`,
  'engine.frozen': ({ seconds }) => `no dio señales de vida durante ${seconds} s`,
  'engine.hangs': ({ network, seconds }) => `su ${network} no contestó durante ${seconds} s`,
  'engine.busy': ({ seconds }) => `no se pudo hablar con él durante ${seconds} s`,
  'engine.exit-code': ({ code }) => `código de salida ${code}`,
  'device.none': ({ provider, refusals }, { say }) =>
    `No se puede calcular en ${provider}: ${refusals.map(say).join('; ')}`,
  'device.asked-for': 'pedido así',
  'device.fastest': ({ provider }) => `${provider} es el más rápido y funciona`,
  'device.refused': ({ refusals }, { say }) => refusals.map(say).join('; '),
  'device.other-weights': ({ reason, weights, providers }, { say }) =>
    `${say(reason)}; EASEL_GPU_WEIGHTS=${weights} solo vale en ${providers}`,
  'engine.looks-again': 'comprueba si lo apartado vuelve a calcular',
  'device.set-aside': ({ reason, minutes }, { say }) =>
    `hizo caer el motor (${say(reason)}) y se probará de nuevo dentro de ${minutes} min`,
  'device.sick': ({ provider }) => `${provider} está calculando mal. El motor se arranca de nuevo`,
  'device.refusal': ({ provider, reason }, { say }) => `${provider}: ${say(reason)}`,
  'device.starting': 'el motor está arrancando',
  'device.not-installed': ({ library }) => `${library} no está instalado`,
  'device.no-cuda': ({ library }) => `${library} no está instalada: npm run gpu:install`,
  'device.no-driver': ({ library }) => `el controlador de NVIDIA no está instalado (falta ${library})`,
  'device.old-driver':
    'el controlador de NVIDIA es demasiado antiguo para CUDA 13, que necesita la versión 580 o posterior',
  'device.no-nvidia': 'aquí no hay ninguna tarjeta NVIDIA',
  'device.no-gpu': 'aquí no hay ninguna GPU',
  'device.no-vulkan': 'aquí ninguna GPU tiene un controlador de Vulkan que sirva',
  'device.wrong-numbers': 'calcula números equivocados',
  'device.no-answer': ({ seconds }) => `no contestó en ${seconds} s`,
  'device.trial-ended': ({ reason }, { say }) => `una prueba terminó con ${say(reason)}`,
  'device.problem': ({ problem }) => problem,
};
