import type { PICTURES as ENGLISH } from '#bot/text/english/pictures.ts';
import type { Translation } from '#shared/text/message.ts';

/** German about pictures that people give. */
export const PICTURES: Translation<typeof ENGLISH> = {
  'intake.elsewhere': 'Dieses Bild geht nicht: Nur Dateien, die auf Discord angehängt wurden, können geöffnet werden',
  'intake.gone': ({ status }) =>
    `Dieses Bild lässt sich nicht öffnen: Seine Datei ist nicht mehr da (${status}); bitte häng es noch einmal an`,
  'intake.unreachable':
    'Dieses Bild lässt sich nicht öffnen: Seine Datei war nicht zu bekommen; versuch es gleich noch einmal',
  'intake.forgotten': 'Dieses Bild geht nicht: Es ist nicht mehr aufbewahrt; bitte gib es noch einmal',
  'intake.bytes': ({ max }, { number }) =>
    `Dieses Bild geht nicht: Eine Datei darf höchstens ${number(max / 2 ** 20)} MiB haben`,
  'intake.kind': 'Diese Datei ist kein lesbares Bild: PNG, JPEG, WebP, GIF oder AVIF müssen es sein',
  'intake.pixels': ({ max, width, height }, { amount }) =>
    `Dieses Bild geht nicht: höchstens ${amount(max)} Pixel, angegeben sind ${width}×${height}`,
  'intake.file': ({ name, why }, { say }) => `„${name}“: ${say(why)}`,
  'intake.damaged': 'Dieses Bild lässt sich nicht lesen: Die Datei ist beschädigt oder abgeschnitten',
};
