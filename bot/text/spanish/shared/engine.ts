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
  'device.old-driver': ({ driver }) =>
    `el controlador ${driver ? `${driver} ` : ''}de NVIDIA es demasiado antiguo para CUDA 13, que necesita 580 o posterior`,
  'device.other-driver': ({ driver }) =>
    `el controlador ${driver ? `${driver} ` : ''}de NVIDIA y su biblioteca libcuda.so.1 no son de la misma versión: hay que reiniciar el equipo`,
  'device.no-fabric':
    'las tarjetas no están listas: tiene que funcionar nvidia-fabricmanager, que necesitan las tarjetas con NVSwitch',
  'device.hidden':
    'CUDA no ve ninguna tarjeta: CUDA_VISIBLE_DEVICES la oculta, o este contenedor no ha recibido ninguna',
  'device.old-card':
    'la tarjeta es demasiado antigua para CUDA 13, que necesita compute capability 7.5 (GTX 16, RTX 20, T4) o posterior',
  'device.full': 'la memoria de la tarjeta está llena: nvidia-smi muestra qué programas la ocupan',
  'device.unshared': ({ reason }, { say }) =>
    `Cada grafo de una red tiene sus propios pesos en el dispositivo, porque no se pudieron compartir: ${say(reason)}`,
  'device.unrecorded': ({ network, reason }, { say }) =>
    `Los pasos de ${network} se calculan sin grabación, porque no se pudo hacer: ${say(reason)}`,
  'device.no-c-api': ({ reason }) =>
    'Las redes se calculan con el paquete npm de ONNX Runtime, que bloquea el motor y no se puede parar a mitad de un ' +
    `paso, porque su interfaz en C no está disponible aquí (npm install la trae): ${reason}`,
  'device.no-nvidia': 'aquí no hay ninguna tarjeta NVIDIA',
  'device.no-gpu': 'aquí no hay ninguna GPU',
  'device.no-vulkan': 'aquí ninguna GPU tiene un controlador de Vulkan que sirva',
  'device.wrong-numbers': 'calcula números equivocados',
  'device.no-answer': ({ seconds }) => `no contestó en ${seconds} s`,
  'device.trial-ended': ({ reason }, { say }) => `una prueba terminó con ${say(reason)}`,
  'device.problem': ({ problem }) => problem,
};
