import type { FAILURES as English } from '#shared/text/english/failures.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of what either side may have to say whatever it was doing. */
export const FAILURES: Translation<typeof English> = {
  'failure.cancelled': 'Abgebrochen',
  'failure.internal': 'Bei uns ist etwas schiefgegangen. Es steht im Protokoll',

  'rpc.no-answer': 'Der Renderer hat nicht rechtzeitig geantwortet',
  'rpc.nothing': 'Der Renderer hat leer geantwortet',
  'rpc.no-method': ({ name }) => `Die Schnittstelle kennt keine Methode ${name}`,
  'rpc.caller-left': 'Der Aufrufer ist gegangen',
  'rpc.broken': 'Die Verbindung ist abgerissen',

  'config.unreadable': ({ problems }, { say }) => `Die Konfiguration ist nicht lesbar: ${problems.map(say).join('; ')}`,
  'config.problem': ({ name, rule, given }, { say }) => `${name} ${say(rule)}, angegeben ist ${given}`,
};
