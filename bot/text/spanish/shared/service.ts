import type { SERVICE as ENGLISH } from '#shared/text/english/service.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of a renderer's service: its queue of renders, and who may give it orders. */
export const SERVICE: Translation<typeof ENGLISH> = {
  'request.bytes': ({ limit, given }) =>
    `No se puede leer la solicitud: debe tener ${limit} bytes como máximo además de sus imágenes, se dio ${given}`,
  'request.fields': ({ limit }) =>
    `No se puede leer la solicitud: debe tener ${limit} campos en total como máximo, se dieron más`,
  'request.malformed': 'No se puede leer la solicitud: no es un mensaje del contrato',
  'render.job-id': ({ limit, given }) =>
    `No se puede dibujar: job_id debe tener de 1 a ${limit} caracteres, se dio ${given}`,
  'render.dispatcher': ({ limit, given }) =>
    `No se puede dibujar: dispatcher debe tener ${limit} caracteres como máximo, se dio ${given}`,
  'render.attempt': ({ given }) => `No se puede dibujar: attempt cuenta desde 1, se dio ${given}`,
  'render.here-already': ({ attempt, job }) => `El intento ${attempt} del trabajo ${job} ya está aquí: únete a él`,
  'render.unknown': ({ attempt, job }) => `El intento ${attempt} del trabajo ${job} no se conoce aquí`,
  'render.superseded': ({ attempt, job }) => `El intento ${attempt} del trabajo ${job} tomó el relevo`,
  'render.queue-full': ({ limit }) => `No se puede poner en la cola: aquí esperan ${limit} como máximo, se dio uno más`,
  'render.cancelled': 'El dibujo se canceló',
  'render.unread': ({ ms }) => `Nadie ha leído este dibujo durante ${ms} ms`,
  'renderer.draining': 'El renderizador no acepta más dibujos por ahora',
  'renderer.stopping': 'El renderizador se está deteniendo',
  'renderer.epoch': ({ least, given }) =>
    `No se pueden aceptar encargos: otro despachador tomó el relevo (época ${least} como mínimo, se dio ${given})`,
  'renderer.epoch-far': ({ given }) =>
    'No se pueden aceptar encargos: la época debe adelantarse un día ' +
    `como máximo al reloj de este renderizador, se dio ${given}`,
  'renderer.secret': 'No se pueden aceptar encargos: EASEL_RENDERER_SECRET debe ser igual aquí y allí',
  'renderer.no-auth': ({ address }) =>
    `No se puede escuchar en ${address} sin autenticación: pon en EASEL_RENDERER_SECRET ` +
    'el mismo texto largo y aleatorio aquí y en el bot, o define EASEL_TLS_CERT, ' +
    'EASEL_TLS_KEY y EASEL_TLS_CA; o escucha en unix:/una/ruta, que no necesita nada de ' +
    'eso',
  'renderer.no-certificate':
    'No se puede escuchar: con EASEL_TLS_CA, un renderizador necesita EASEL_TLS_CERT y EASEL_TLS_KEY',
  'renderer.socket-taken': ({ path }) => `No se puede escuchar en unix:${path}: otro renderizador escucha ahí`,
  'renderer.socket-open': ({ path }) =>
    `No se puede escuchar en unix:${path}: su sistema de archivos no deja fuera a los demás (modo 0600)`,
  'renderer.listen': ({ address, problem }) => `No se puede escuchar en ${address}: ${problem}`,
};
