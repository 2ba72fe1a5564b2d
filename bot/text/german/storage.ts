import type { STORAGE as ENGLISH } from '#bot/text/english/storage.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of what is said about what is kept on disk. */
export const STORAGE: Translation<typeof ENGLISH> = {
  'ledger.superseded': ({ epoch, newest }) =>
    `Das Kontobuch nimmt diesen Eintrag nicht an: ein anderer Verteiler hat übernommen (Epoche mindestens ${newest}, angegeben ${epoch})`,
  'job.unreadable': ({ id, why }) => `Auftrag ${id} im Kontobuch ist nicht lesbar und wird beiseitegelegt: ${why}`,
  'blob.gone': 'Die Datei, von der das ausgeht, wird nicht mehr aufbewahrt; bitte noch einmal schicken',
  'blob.store-full': ({ bytesMax, kept, given }) =>
    `Diese Datei kann nicht aufbewahrt werden: offene Aufträge belegen ${kept} von ${bytesMax} Bytes, dazu kämen ${given}. Bitte später noch einmal`,
  'blob.disk-full': ({ folder, given }) =>
    `Eine Datei von ${Math.ceil(given / 1024)} KiB kann nicht in ${folder} abgelegt werden: die Platte ist voll`,
  'blob.no-folder': ({ folder }) => `${folder} taugt nicht als Ordner für Dateien von Aufgaben`,
};
