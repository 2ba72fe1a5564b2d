import type { OPERATION as ENGLISH } from '#bot/text/english/operation.ts';
import type { Translation } from '#shared/text/message.ts';

/** German for whoever runs the bot. */
export const OPERATION: Translation<typeof ENGLISH> = {
  'operation.listen': ({ address, problem }) =>
    `Unter ${address} (EASEL_OPERATION_LISTEN) lässt sich nicht lauschen: ${problem}`,
  'operation.renderer-set-aside': ({ renderer, why }, { say }) =>
    `Renderer ${renderer} ist zurückgestellt: ${say(why)}`,
  'operation.renderer-down': ({ renderer, why }, { say }) =>
    `Renderer ${renderer} ist seit einer Minute weg: ${say(why)}`,
  'operation.renderer-silent': ({ renderer }) => `Renderer ${renderer} ist seit einer Minute weg`,
  'operation.disk': ({ folder, percent }) =>
    `Die Festplatte von ${folder} ist zu ${percent} % voll. Ohne Platz kann nichts angenommen werden`,
  'operation.refused-requests': ({ count }) =>
    `Discord hat in zehn Minuten ${count} Anfragen abgelehnt; bei 10.000 sperrt es diese Adresse aus`,
  'operation.token-refused': ({ why }, { say }) => `Der Bot hört auf: ${say(why)}`,
  'operation.over': ({ trouble }, { say }) => `Vorbei: ${say(trouble)}`,
  'operation.not-connected': 'nicht mit Discord verbunden',
  'operation.no-ledger': ({ why }) => `das Auftragsbuch lässt sich nicht lesen: ${why}`,
};
