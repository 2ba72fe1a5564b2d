import type { WEIGHTS as English } from '#shared/text/english/weights.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of what is wrong with a file of weights, and with writing one. */
export const WEIGHTS: Translation<typeof English> = {
  'weights.unreadable': ({ file, reason }, { say }) => `Die Gewichte ${file} sind nicht lesbar: ${say(reason)}`,
  'weights.missing': ({ file }) =>
    `Die Gewichte ${file} sind nicht lesbar: Es gibt keine solche Datei, die wir öffnen dürfen`,
  'weights.gone': ({ file }) => `Die Gewichte ${file} sind nicht lesbar: Die Datei ist verschwunden`,
  'weights.twice': ({ key }) => `Die Gewichte lassen sich nicht schreiben: ${key} ist zweimal angegeben`,
  'weights.write-size': ({ key, file, expected, given }) =>
    `Das Gewicht ${key} lässt sich nicht in ${file} schreiben: Seine Form braucht ${expected} Bytes, gegeben sind ${given}`,
  'weights.disk-full': ({ file }) => `Die Gewichte ${file} lassen sich nicht schreiben: Die Platte ist voll`,
  'weights.no-folder': ({ file }) =>
    `Die Gewichte ${file} lassen sich nicht schreiben: Der Ordner ist nicht beschreibbar`,

  'weights.no-file': 'Das ist keine Datei',
  'weights.ended': ({ byte }) => `Die Datei endete bei Byte ${byte}`,
  'weights.ending': ({ known, given }) => `Gewichte müssen ${formats(known)} sein, angegeben ist ${given}`,
  'weights.no-ending': ({ known }) => `Gewichte müssen ${formats(known)} sein, die Datei hat keine Endung`,
  'weights.unread': ({ given, known }) =>
    `Ein Gewicht darin ist als ${given} gespeichert; möglich sind ${known.join(', ')}`,
  'weights.is-gguf':
    'Das ist eine GGUF-Datei: Ihre Gewichte sind quantisiert, was nicht unterstützt wird. Nimm die .safetensors-Datei ' +
    'des Modells in fp16 oder fp8',
  'weights.is-pointer':
    'Das ist ein Zeiger von git-lfs, nicht die Gewichte: Führe „git lfs pull“ aus, oder lade die Datei selbst von ihrer ' +
    'Seite herunter',
  'weights.is-page':
    'Das ist eine Webseite, keine Gewichte: Der Download ist misslungen oder verlangt eine Anmeldung. Lade die Datei ' +
    'selbst herunter',
  'weights.is-text':
    'Das ist ein Text (JSON), keine Gewichte: Der Download ist misslungen, oder es ist eine andere Datei des Modells',
  'weights.is-archive': 'Das ist ein gepacktes Archiv: Entpacke es, und nimm die .safetensors- oder .ckpt-Datei daraus',
  'weights.is-picture': 'Das ist ein Bild, keine Gewichte',
  'weights.is-keras': 'Das ist eine Datei von Keras (HDF5). Nimm die .safetensors-Datei des Modells',
  'weights.is-blank':
    'Sie beginnt mit lauter Nullen: Der Download ist nicht fertig geworden. Lade sie noch einmal herunter',
  'weights.header-deep': ({ limit }) =>
    `Ihr Kopf ist tiefer als ${limit} Ebenen verschachtelt, also ist sie beschädigt oder böswillig`,
  'weights.too-short': ({ bytes }) =>
    `Sie hat ${bytes} Bytes, das ist zu kurz für eine safetensors-Datei: Lade sie neu`,
  'weights.header-too-long': ({ bytes, limit }) =>
    `Das ist keine safetensors-Datei (ihr Kopf hätte ${bytes} Bytes, höchstens ${limit} sind möglich): Lade sie neu oder nimm eine andere`,
  'weights.header-truncated': ({ bytes }) =>
    `Ihr Kopf braucht ${bytes} Bytes, aber die Datei endet vorher: Sie ist abgeschnitten. Lade sie neu`,
  'weights.header-no-text': 'Ihr Kopf ist kein UTF-8-Text, also ist sie beschädigt oder keine safetensors-Datei',
  'weights.header-no-json': 'Ihr Kopf ist kein JSON, also ist sie beschädigt oder keine safetensors-Datei',
  'weights.header-no-object': 'Ihr Kopf ist kein JSON-Objekt',
  'weights.header-repeats': ({ key }) => `Ihr Kopf nennt ${key} zweimal`,
  'weights.overlap': ({ weight, before }, { say }) => `${say(weight)} überschneidet sich mit ${say(before)}`,
  'weights.gap': ({ bytes, before, weight }, { say }) =>
    `${bytes} Bytes zwischen ${say(before)} und ${say(weight)} gehören zu nichts`,
  'weights.rest': ({ bytes, before }, { say }) => `${bytes} Bytes nach ${say(before)} gehören zu nichts`,
  'weights.the-header': 'dem Kopf',
  'weights.the-weight': ({ key }) => `Gewicht ${key}`,

  'weights.of-weight': ({ key, reason }, { say }) => `Gewicht ${key} ${say(reason)}`,
  'weights.no-object': 'ist durch etwas beschrieben, das kein Objekt ist',
  'weights.no-format': ({ given, known }) => `ist als ${given} gespeichert; möglich sind ${known.join(', ')}`,
  'weights.no-shape': 'hat eine Form, die keine Liste von Größen ist',
  'weights.no-offsets': 'hat kein Paar von data_offsets',
  'weights.wrong-size': ({ dtype, shape, expected, given }) =>
    `(${dtype} ${shape.join('×') || 'Skalar'}) braucht ${expected} Bytes, gegeben sind ${given}`,
  'weights.truncated': ({ end, bytes }) =>
    `endet bei Byte ${end}, die Datei aber bei ${bytes}: Sie ist abgeschnitten. Lade sie neu`,
};

function formats(known: readonly string[]): string {
  const [first, ...others] = known;
  return `${first} oder ${others.join(', ')}`;
}
