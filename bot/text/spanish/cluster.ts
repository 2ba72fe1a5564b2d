import type { CLUSTER as ENGLISH } from '#bot/text/english/cluster.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of why a renderer is down. */
export const CLUSTER: Translation<typeof ENGLISH> = {
  'link.starting': ({ renderer }) => `el renderizador ${renderer} está arrancando`,
  'link.stopping': ({ renderer }) => `el renderizador ${renderer} se está deteniendo`,
  'link.connecting': ({ renderer }) => `el renderizador ${renderer} se está conectando`,
  'link.restarting': ({ renderer, ending }, { say }) =>
    `el renderizador ${renderer} terminó (${say(ending)}) y se está arrancando de nuevo`,
  'link.unreachable': ({ renderer, why }, { say }) =>
    `no se puede contactar con el renderizador ${renderer}: ${say(why)}`,
  'link.hung-up': 'cerró la conexión',
  'link.taken': ({ renderer }) =>
    `otro bot usa el renderizador ${renderer}: arrancó más tarde, con una copia del registro de este bot`,
  'link.quarantine': ({ losses, within, stay }) =>
    `se perdió ${losses} veces en ${within} min; no recibe nada hasta que haya seguido ahí ${stay} min`,
  'link.not-there': ({ renderer }) => `El renderizador ${renderer} no está`,
  'link.address': ({ given }) =>
    `No se puede añadir esta máquina: una dirección es host:puerto, como gpu1:50551, y se dio «${given}»`,
  'link.known': ({ renderer }) => `No se puede añadir esta máquina: ${renderer} ya está entre las máquinas`,
  'link.other-secret': ({ renderer }) => `No se puede añadir esta máquina: ${renderer} responde, y pide otro secreto`,
  'link.nobody': ({ renderer }) =>
    `No se puede añadir esta máquina: nadie responde en ${renderer}. Allí debe funcionar el renderizador, con su puerto abierto para esta máquina`,
  'link.socket-folder': ({ folder }) =>
    `No se puede usar ${folder} para los sockets de los renderizadores: es de otro usuario`,
  'ending.gone': 'ya no está',
  'ending.signal': ({ signal }) => `señal ${signal}`,
  'ending.code': ({ code }) => `código de salida ${code}`,
  'ending.not-started': ({ why }) => `no se pudo arrancar: ${why}`,
};
