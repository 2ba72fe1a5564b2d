import type { CLUSTER as ENGLISH } from '#bot/text/english/cluster.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of why a renderer is down. */
export const CLUSTER: Translation<typeof ENGLISH> = {
  'link.starting': ({ renderer }) => `Renderer ${renderer} startet`,
  'link.stopping': ({ renderer }) => `Renderer ${renderer} wird beendet`,
  'link.connecting': ({ renderer }) => `Renderer ${renderer} wird verbunden`,
  'link.restarting': ({ renderer, ending }, { say }) =>
    `Renderer ${renderer} ist zu Ende (${say(ending)}) und wird neu gestartet`,
  'link.unreachable': ({ renderer, why }, { say }) => `Renderer ${renderer} ist nicht zu erreichen: ${say(why)}`,
  'link.hung-up': 'er hat die Verbindung beendet',
  'link.taken': ({ renderer }) =>
    `ein anderer Bot benutzt den Renderer ${renderer}: Er wurde später gestartet, mit einer Kopie des Auftragsbuchs`,
  'link.quarantine': ({ losses, within, stay }) =>
    `${losses}-mal in ${within} min verloren; er bekommt nichts, bis er ${stay} min lang geblieben ist`,
  'link.not-there': ({ renderer }) => `Der Renderer ${renderer} ist nicht da`,
  'link.address': ({ given }) =>
    `Dieser Rechner lässt sich nicht hinzufügen: Eine Adresse ist host:port, wie gpu1:50551, angegeben ist „${given}“`,
  'link.known': ({ renderer }) =>
    `Dieser Rechner lässt sich nicht hinzufügen: ${renderer} gehört schon zu den Rechnern`,
  'link.other-secret': ({ renderer }) =>
    `Dieser Rechner lässt sich nicht hinzufügen: ${renderer} antwortet, verlangt aber ein anderes Geheimnis`,
  'link.nobody': ({ renderer }) =>
    `Dieser Rechner lässt sich nicht hinzufügen: Unter ${renderer} antwortet niemand. Dort muss der Renderer laufen, und sein Port für diesen Rechner offen sein`,
  'link.socket-folder': ({ folder }) =>
    `${folder} taugt nicht für die Sockets der Renderer: Der Ordner gehört jemand anderem`,
  'ending.gone': 'er ist weg',
  'ending.signal': ({ signal }) => `Signal ${signal}`,
  'ending.code': ({ code }) => `Rückgabewert ${code}`,
  'ending.not-started': ({ why }) => `er ließ sich nicht starten: ${why}`,
};
