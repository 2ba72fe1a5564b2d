import type { MODELS as English } from '#shared/text/english/models.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of why an entry of models.json, a file or a folder cannot be used. */
export const MODELS: Translation<typeof English> = {
  'model.unusable': ({ name, reason }, { say }) => `Das Modell ${name} ist nicht nutzbar: ${say(reason)}`,
  'model.not-pulled': ({ name, reason, argument }, { say }) =>
    `Das Modell ${name} ist nicht nutzbar: ${say(reason)}; dafür gibt es: npm run models -- pull ${argument}`,
  'model.other-family': ({ name, family, listed }) =>
    `Das Modell ${name} ist nicht nutzbar: Seine Gewichte gehören zur Familie ${family}, models.json sagt ${listed}`,
  'model.slow': ({ name, seconds }) =>
    `Modell ${name} ist nicht zu gebrauchen: Seine Dateien ließen sich in ${seconds} s nicht ansehen`,
  'model.same-name': ({ file, name }) =>
    `Die Modelldatei ${file} ist nicht nutzbar: Ein anderes Modell heißt schon ${name}`,
  'adapter.unplaced': ({ name, reason }, { say }) => `Der Adapter ${name} ist nicht nutzbar: ${say(reason)}`,
  'adapter.slow': ({ name, seconds }) =>
    `Adapter ${name} ist nicht zu gebrauchen: Seine Datei ließ sich in ${seconds} s nicht ansehen`,
  'place.slow': ({ seconds }) => `Der Ordner der Modelle hat in ${seconds} s nicht geantwortet`,
  'models.look-ended': 'Der Blick in den Ordner der Modelle ist abgebrochen. Es steht im Log',
  'place.missing': ({ path }) => `${path} fehlt: Im Modellordner gibt es keine solche Datei`,
  'place.not-pulled': ({ source }) => `${source} fehlt: Es wurde noch nicht geholt`,
  'place.outside': ({ path }) => `${path} ist nicht nutzbar: Es verweist auf etwas außerhalb des Modellordners`,
  'place.files': ({ limit, given }) =>
    `Der Ordner ist nicht lesbar: höchstens ${limit} Dateien sind erlaubt, es sind ${given}`,

  'catalog.unreadable': ({ line, reason }, { say }) => `models.json ist nicht lesbar, Zeile ${line}: ${say(reason)}`,
  'catalog.unchangeable': ({ line, reason }, { say }) =>
    `models.json lässt sich nicht ändern, Zeile ${line}: ${say(reason)}`,
  'catalog.no-list': 'models.json lässt sich nicht ändern: Es muss {"models": [ … ]} sein',
  'catalog.bytes': ({ limit, given }) => `Sie darf höchstens ${limit} Bytes haben, es sind ${given}`,
  'catalog.no-file': 'das muss eine lesbare Datei sein',
  'catalog.shape': 'Sie muss {"models": [ … ]} sein',
  'catalog.unknown': ({ name }) => `Sie kennt nichts namens ${name}`,
  'catalog.entries': ({ limit, given }) => `höchstens ${limit} Einträge sind erlaubt, es sind ${given}`,
  'catalog.entry': ({ name, field, rule }, { say }) => `${say(name)}: ${`${field} ${say(rule)}`.trimStart()}`,
  'catalog.nth-entry': ({ position }) => `Eintrag ${position}`,

  'json.expected': ({ wanted, given }, { say }) => `erwartet wird ${say(wanted)}, da steht ${say(given)}`,
  'json.twice': ({ name }) => `${name} steht zweimal da`,
  'json.nothing': 'nichts',
  'json.end': 'das Ende der Datei',
  'json.levels': ({ limit }) => `eine Tiefe von höchstens ${limit} Ebenen`,
  'json.name': 'ein Name in doppelten Anführungszeichen',
  'json.text': 'ein Text in doppelten Anführungszeichen, auf derselben Zeile geschlossen',
  'json.value': 'ein Wert',
  'json.sign': ({ sign }) => `"${sign}"`,
  'json.either': ({ end }) => `"," oder "${end}"`,
};
