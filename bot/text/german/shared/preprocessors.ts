import type { PREPROCESSORS as English } from '#shared/text/english/preprocessors.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of control pictures and their networks. */
export const PREPROCESSORS: Translation<typeof English> = {
  'preprocess.unknown': ({ known, given }, { say }) =>
    `Ein Kontrollbild mit ${say(given)} geht hier nicht: Verfahren hier sind ${known.join(', ')}`,
  'preprocess.unknown-network': ({ method, known, given }, { say }) =>
    `Ein Kontrollbild mit ${method} geht hier nicht mit ${say(given)}: Netze dafür sind ${known.join(', ')}`,
  'preprocess.no-network-needed': ({ method, given }, { say }) =>
    `Ein Kontrollbild mit ${method} geht nicht mit ${say(given)}: Es braucht kein Netz`,
  'preprocess.no-thresholds': ({ method }) =>
    `Ein Kontrollbild mit ${method} hat keine Schwellen: Nur canny hat sie; lass sie weg`,
  'preprocess.inside-only': ({ method }) =>
    `Ein Kontrollbild mit ${method} geht allein nicht: Es entsteht beim Zeichnen, aus Bild und Maske; verlange es dort`,
  'preprocess.no-network': ({ method }) => `Ein Kontrollbild mit ${method} geht nicht: Es ist kein Netz geladen`,
  'preprocessor.unloadable': ({ file, reason }, { say }) =>
    `Der Präprozessor ${file} lässt sich nicht laden: ${say(reason)}`,
  'preprocessor.foreign': ({ key }) =>
    'Er muss HED, PiDiNet, Line Art, Depth Anything, DPT oder das Körpernetz von OpenPose mit seinen ' +
    `veröffentlichten Schlüsseln sein, gegeben ist eine Datei, deren erster Schlüssel ${key} ist`,
  'preprocess.other-network': ({ file, kind, method }) =>
    `Ein Kontrollbild mit ${method} geht nicht mit ${file}: Es ist ein Netz für etwas anderes (${kind})`,
  'preprocess.argument': ({ option, limit, given }, { say }) =>
    `Ein Kontrollbild geht so nicht: ${option} muss ${say(limit)} sein, gegeben ist ${say(given)}`,
  'preprocess.no-method': ({ known, given }, { say }) =>
    `Ein Kontrollbild geht so nicht: Das erste Wort muss ein Verfahren sein (${known.join(', ')}), gegeben ist ${say(given)}`,
  'limit.file-of-network': ({ kinds }) => `eine Datei des Netzes, das es findet (${kinds})`,
  'limit.no-file': 'weggelassen: Dieses Verfahren braucht kein Netz',
  'field.side': 'kürzere Seite',
  'field.low-threshold': 'untere Schwelle',
  'field.high-threshold': 'obere Schwelle',
};
