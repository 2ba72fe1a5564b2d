import type { OPERATION as ENGLISH } from '#bot/text/english/operation.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish for whoever runs the bot. */
export const OPERATION: Translation<typeof ENGLISH> = {
  'operation.listen': ({ address, problem }) =>
    `No se puede escuchar en ${address} (EASEL_OPERATION_LISTEN): ${problem}`,
  'operation.renderer-set-aside': ({ renderer, why }, { say }) =>
    `El renderizador ${renderer} está apartado: ${say(why)}`,
  'operation.renderer-down': ({ renderer, why }, { say }) =>
    `El renderizador ${renderer} lleva un minuto fuera: ${say(why)}`,
  'operation.renderer-silent': ({ renderer }) => `El renderizador ${renderer} lleva un minuto fuera`,
  'operation.disk': ({ folder, percent }) =>
    `El disco de ${folder} está al ${percent} %. Sin espacio no se puede aceptar nada`,
  'operation.refused-requests': ({ count }) =>
    `Discord rechazó ${count} solicitudes en diez minutos; con 10 000 bloquea esta dirección`,
  'operation.token-refused': ({ why }, { say }) => `El bot se detiene: ${say(why)}`,
  'operation.over': ({ trouble }, { say }) => `Resuelto: ${say(trouble)}`,
  'operation.not-connected': 'sin conexión con Discord',
  'operation.no-ledger': ({ why }) => `no se puede leer el registro: ${why}`,
};
