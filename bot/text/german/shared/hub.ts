import type { HUB as English } from '#shared/text/english/hub.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of what pulling models from the Hugging Face hub may say. */
export const HUB: Translation<typeof English> = {
  'hub.overloaded': ({ what, host, status }) =>
    `${what} lässt sich nicht holen: ${host} ist überlastet oder nicht erreichbar (${status})`,
  'hub.gated': ({ what, host }) =>
    `${what} lässt sich nicht holen: Setz HF_TOKEN auf das Token eines Kontos, das die Bedingungen auf ${host} angenommen hat`,
  'hub.gated-account': ({ what, host }) =>
    `${what} lässt sich nicht holen: Das Konto von HF_TOKEN muss erst die Bedingungen auf ${host} annehmen`,
  'hub.refused': ({ what, host }) =>
    `${what} lässt sich nicht von ${host} holen: Es gibt kein solches Repository, oder es braucht ein Token: Setz HF_TOKEN`,
  'hub.refused-token': ({ what, host }) =>
    `${what} lässt sich nicht von ${host} holen: Das Token in HF_TOKEN darf es nicht lesen, oder es gibt es nicht`,
  'hub.no-revision': ({ what }) => `${what} lässt sich nicht holen: Diese Revision gibt es dort nicht`,
  'hub.no-file': ({ what }) => `${what} lässt sich nicht holen: Diese Datei gibt es nicht`,
  'hub.no-repo': ({ what, host }) => `${what} lässt sich nicht holen: ${host} hat kein solches Repository`,
  'hub.answered': ({ what, host, status }) => `${what} lässt sich nicht holen: ${host} hat mit ${status} geantwortet`,
  'civitai.unknown': ({ model, version }) =>
    `${model}@${version} lässt sich von Civitai nicht holen: Diese Fassung dieses Modells gibt es dort nicht`,
  'civitai.type': ({ type, known }) =>
    `${type} lässt sich von Civitai nicht holen: Platz ist hier für ${known.join(', ')}`,
  'civitai.no-file': ({ model, version }) =>
    `${model}@${version} lässt sich von Civitai nicht holen: Dort liegt keine Gewichtsdatei mit SHA-256`,
  'hub.redirects': ({ host, limit }) => `Der Hub ${host} ist nicht nutzbar: Er leitet mehr als ${limit} Mal weiter`,
  'hub.unsafe-redirect': ({ host, to }) =>
    `Von ${host} lässt sich nichts holen: Es leitet auf ${to} weiter, das ist nicht sicher`,
  'hub.unreachable': ({ host, reason }, { say }) =>
    `${host} ist nicht erreichbar: ${say(reason)}. HF_ENDPOINT nennt einen anderen Hub`,
  'wheel.unreachable': ({ host, reason }, { say }) =>
    `${host} ist nicht erreichbar: ${say(reason)}. PIP_INDEX_URL nennt einen anderen Index`,
  'release.unreachable': ({ host, reason }, { say }) => `${host} ist nicht erreichbar: ${say(reason)}`,
  'hub.timeout': 'Von dort kommt keine Antwort',
  'hub.connection': 'Die Verbindung ist abgerissen',
  'hub.unknown-host': 'Dieser Rechnername ist hier unbekannt, oder dieser Rechner ist offline',
  'hub.no-names': 'Namen lassen sich nicht auflösen, dieser Rechner ist wohl offline',
  'hub.nothing-listens': 'Dort nimmt nichts Verbindungen an',
  'hub.offline': 'Dieser Rechner ist offline',

  'hub.odd': ({ what, reason }, { say }) => `${what} lässt sich nicht holen: ${say(reason)}`,
  'hub.commit': ({ given }) => `Ein Commit muss aus 40 Hexadezimalziffern bestehen, angegeben ist ${given}`,
  'hub.files': ({ limit }) => `höchstens ${limit} Dateien sind erlaubt, es sind mehr`,
  'hub.path': ({ given }) => `Der Pfad einer Datei muss im Repository bleiben, angegeben ist ${given}`,
  'hub.hash': ({ path, given }) => `Der Hash von ${path} muss hexadezimal sein, angegeben ist ${given}`,

  'hub.choose': ({ what, files }) => `${what} lässt sich nicht holen: Nenn eine seiner Dateien: ${files.join(', ')}`,
  'hub.no-weights': ({ what }) => `${what} lässt sich nicht holen: Es enthält keine Gewichte`,
  'hub.no-such-file': ({ what, files }) =>
    `${what} lässt sich nicht holen: Diese Datei hat das Repository nicht${files.length > 0 ? `; es hat ${files.join(', ')}` : ''}`,
  'hub.part-empty': ({ what, part }) => `${what} lässt sich nicht holen: ${part} enthält keine Gewichte`,
  'hub.variants': ({ what, part, known, given }) =>
    `${what} lässt sich nicht holen: ${part ?? 'Es'} hat die Varianten ${known.join(', ')}, angegeben ist ${given}`,

  'hub.wrong-hash': ({ what }) => `${what} lässt sich nicht holen: Es hat nicht den Hash, den der Hub nennt`,
  'hub.damaged': ({ what }) =>
    `${what} lässt sich nicht holen: Es hat nicht den Hash, den der Hub nennt; was kam, war beschädigt oder verändert ` +
    'und wurde verworfen',
  'hub.too-long': ({ what, bytes }) =>
    `${what} lässt sich nicht holen: Es kam mehr als die angekündigten ${bytes} Bytes`,
  'hub.broke-at': ({ what, at, bytes }) =>
    `${what} lässt sich nicht holen: Die Verbindung ist bei ${at} von ${bytes} Bytes abgerissen`,
  'hub.broke': ({ what }) => `${what} lässt sich nicht holen: Die Verbindung ist abgerissen`,
  'hub.changed': ({ what }) =>
    `${what} lässt sich nicht holen: Es hat sich inzwischen auf dem Hub geändert; hol es noch einmal`,
  'hub.space': ({ folder, missing, free }) =>
    `In ${folder} ist kein Platz: ${missing} MiB fehlen noch und ${free} MiB sind frei; ` +
    'schaff Platz, oder setz HF_HOME auf eine größere Platte',
  'hub.disk-full': ({ what, folder }) =>
    `${what} lässt sich nicht nach ${folder} schreiben: Die Platte ist voll; schaff Platz und hol es noch einmal, ` +
    'was schon da ist, bleibt',
  'hub.unwritable': ({ what, folder, problem }) => `${what} lässt sich nicht nach ${folder} schreiben: ${problem}`,
  'hub.busy': ({ folder, process }) =>
    `${folder} im Cache lässt sich nicht ändern: Prozess ${process} holt oder entfernt es gerade; warte, bis er fertig ist`,
};
