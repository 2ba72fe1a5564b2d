import type { STORAGE as ENGLISH } from '#bot/text/english/storage.ts';
import type { Translation } from '#shared/text/message.ts';

/** German about files on the operator's disk. */
export const STORAGE: Translation<typeof ENGLISH> = {
  'ledger.superseded': ({ epoch, newest }) =>
    `Das Auftragsbuch lässt sich nicht schreiben: Ein anderer Dispatcher hat übernommen (Epoche mindestens ${newest}, angegeben ist ${epoch})`,
  'ledger.foreign': ({ file }) =>
    `${file} lässt sich nicht als Auftragsbuch verwenden: Das ist die Datenbank eines anderen Programms`,
  'ledger.no-room':
    'Das lässt sich nicht aufschreiben: Die Festplatte des Bots ist voll. Bitte versuch es später noch einmal',
  'ledger.trouble':
    'Das lässt sich nicht lesen oder aufschreiben: Mit den Dateien des Bots stimmt etwas nicht, und wer ihn betreibt, erfährt es. Bitte versuch es später noch einmal',
  'ledger.disk-full': ({ file }) => `Das Auftragsbuch ${file} lässt sich nicht schreiben: Die Festplatte ist voll`,
  'ledger.no-right': ({ file }) =>
    `Das Auftragsbuch ${file} lässt sich nicht öffnen: Es fehlt das Schreibrecht oder der Ordner`,
  'ledger.disk-refused': ({ file }) =>
    `Das Auftragsbuch ${file} lässt sich nicht schreiben: Die Festplatte nimmt es nicht an`,
  'ledger.locked': ({ file }) =>
    `Das Auftragsbuch ${file} lässt sich nicht verwenden: Ein anderes Programm hält es gesperrt`,
  'ledger.damaged': ({ file }) =>
    `Das Auftragsbuch ${file} lässt sich nicht lesen: Die Datei ist beschädigt. Leg sie beiseite oder spiel eine Sicherung ein`,
  'ledger.in-use': ({ file, process }) =>
    `Das Auftragsbuch ${file} lässt sich nicht verwenden: Ein anderer Bot${process === null ? '' : ` (Prozess ${process})`} ` +
    'benutzt es. Ein Auftragsbuch dient einem Bot',
  'ledger.no-folder': ({ file }) => `Der Ordner für das Auftragsbuch ${file} lässt sich nicht anlegen`,
  'ledger.unreachable': ({ place, why }) =>
    `Die Datenbank ${place} aus EASEL_DATABASE_URL lässt sich nicht verwenden: ${why}`,
  'lease.lost': 'Ein anderer Bot verteilt jetzt die Aufträge',
  'ledger.none': ({ file }) => `Das Auftragsbuch ${file} lässt sich nicht umziehen: Es gibt keines`,
  'ledger.move-full': ({ place }) =>
    `Das Auftragsbuch lässt sich nicht nach ${place} umziehen: Dort sind schon Aufträge oder Stile. Nimm eine leere Datenbank`,
  'ledger.move-nowhere': 'Das Auftragsbuch lässt sich nicht umziehen: EASEL_DATABASE_URL sagt nicht, wohin',
  'ledger.too-new': ({ file, version, known }) =>
    `Das Auftragsbuch ${file} lässt sich nicht öffnen: Ein neueres Easel hat es geschrieben (Schema ${version}, ` +
    `dieses kennt ${known}). Aktualisiere Easel oder nimm eine andere Datei`,
  'provenance.key-files': ({ key, certificates }) =>
    `Bilder lassen sich mit ${key} und ${certificates} nicht unterschreiben: Es müssen PEM-Dateien mit einem geheimen Schlüssel der Kurve P-256 und seinen Zertifikaten sein, das eigene zuerst`,
  'pictures.no-folder': ({ folder }) => `${folder} lässt sich nicht als Ordner für Bilder verwenden`,
  'pictures.disk-full': ({ kibibytes }) =>
    `Ein Bild von ${kibibytes} KiB passt nicht mehr: Die Festplatte des Bots ist voll`,
  'pictures.file-name': ({ file }) => `${JSON.stringify(file)} geht nicht als Dateiname eines Bildes`,
  'job.unreadable': ({ id, why }) => `Auftrag ${id} im Auftragsbuch ist nicht lesbar und wird beiseitegelegt: ${why}`,
  'job.set-aside': 'Was verlangt war, ist nicht mehr lesbar und wird aufgegeben. Bitte noch einmal verlangen',
  'blob.gone': 'Die Datei, von der das ausgeht, wird nicht mehr aufbewahrt; bitte noch einmal schicken',
  'blob.store-full': ({ bytesMax, kept, given }) =>
    `Diese Datei kann nicht aufbewahrt werden: offene Aufträge belegen ${kept} von ${bytesMax} Bytes, dazu kämen ${given}. Bitte später noch einmal`,
  'blob.disk-full': ({ given }) =>
    `Eine Datei von ${Math.ceil(given / 1024)} KiB kann nicht abgelegt werden: Die Festplatte des Bots ist voll`,
  'blob.no-folder': ({ folder }) => `${folder} taugt nicht als Ordner für Dateien von Aufgaben`,
};
