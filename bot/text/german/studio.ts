import type { STUDIO as ENGLISH } from '#bot/text/english/studio.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of what the studio's server says. */
export const STUDIO: Translation<typeof ENGLISH> = {
  'studio.host': ({ hosts, given }) =>
    `Das Studio lässt sich so nicht öffnen: Nur ${hosts.join(', ')} sind sicher, angegeben ist ${given}`,
  'studio.port': ({ where, why }) => `Das Studio lässt sich unter ${where} nicht öffnen: ${why}`,
  'studio.port-taken': ({ where }) =>
    `Das Studio lässt sich unter ${where} nicht öffnen: Der Port ist belegt. Setz EASEL_STUDIO_PORT auf einen anderen, ` +
    'oder auf 0 für irgendeinen freien',
  'studio.closing': 'Das Studio wird geschlossen',
  'studio.live-closing': 'Live geht nicht mehr: Das Studio wird geschlossen',
  'studio.other-machine': ({ host }) =>
    `Das Studio lässt sich so nicht öffnen: Es antwortet nur Adressen dieses Rechners, angegeben ist „${host}“`,
  'studio.other-site': 'Andere Seiten bekommen keine Antwort: Das Studio ist für seine eigene Seite da',
  'studio.other-origin': ({ origin }) =>
    `Andere Seiten bekommen keine Antwort: Das Studio ist für seine eigene Seite da, angegeben ist „${origin}“`,
  'studio.no-json': ({ type }) =>
    `Die Anfrage lässt sich nicht lesen: Sie muss application/json sein, angegeben ist „${type}“`,
  'studio.archive': ({ max }) => `Diese Bilder lassen sich nicht in einer Datei speichern: 1 bis ${max} auf einmal`,
  'studio.sketches': ({ max }) => `So lässt sich nichts skizzieren: eine Liste von höchstens ${max} Aufträgen`,
  'studio.body': ({ max }) => `Die Anfrage lässt sich nicht lesen: höchstens ${max} Bytes`,
  'studio.no-file': ({ path }) => `${path} gibt es im Studio nicht`,
  'studio.session': 'Zuhören geht so nicht: Die Sitzung braucht 1–64 Buchstaben, Ziffern und Bindestriche',
  'studio.listeners': ({ max }) => `Zuhören geht nicht: höchstens ${max} Seiten`,
  'studio.no-model': ({ model }) => `Für diese Maschine gibt es kein Modell ${model}`,
  'studio.no-machine': ({ machine }) => `Die Maschine ${machine} gibt es nicht mehr`,
  'studio.threads': ({ count }) => `CPU, ${count} ${count === 1 ? 'Thread' : 'Threads'}`,
};
