import type { STYLES as ENGLISH } from '#bot/text/english/styles.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of the sentences about styles. */
export const STYLES: Translation<typeof ENGLISH> = {
  'style.exists': ({ name }) =>
    `Der Stil ${name} kann nicht angelegt werden: Dieser Server hat schon einen mit diesem Namen`,
  'style.full': ({ max }) => `Mehr Stile gehen nicht: höchstens ${max}. Wer einen löscht, schafft Platz`,
  'style.ready-made': ({ name }) =>
    `Der Stil „${name}“ ist mitgeliefert und bleibt; ein neuer mit demselben Namen ersetzt ihn hier`,
  'style.denied':
    'Die Stile gehören dem Server: Wer sie ändert, braucht das Recht „Server verwalten“. Benutzen und ansehen dürfen ' +
    'sie alle',
  'style.deleted': ({ name }) => `Der Stil ${name} ist vergessen. Seine Bilder bleiben.`,
  'style.default-chosen': ({ name }) => `Ohne Namen gilt von jetzt an der Stil ${name}.`,
  'style.default-plain': 'Von jetzt an werden die Worte gezeichnet, wie sie sind.',
  'style.no-change': ({ name }) =>
    `Am Stil „${name}“ kann nichts zurückgenommen werden: Hier ist keine Änderung bekannt`,
  'style.undo-created': ({ name }) => `Der Stil ${name} ist wieder weg.`,
  'style.undo-edited': ({ name }) => `Der Stil ${name} ist wieder wie vor der letzten Änderung.`,
  'style.undo-deleted': ({ name }) => `Der Stil ${name} ist wieder da.`,
  'style.import-json': 'Es können keine Stile eingelesen werden: Der Text ist kein JSON',
  'style.import-none': 'Es können keine Stile eingelesen werden: In der Datei ist keiner',
  'style.import-many': ({ max, given }) =>
    `So viele Stile können nicht eingelesen werden: höchstens ${max}, gegeben ${given}`,
  'style.import-twice': ({ name }) =>
    `Die Stile können nicht eingelesen werden: Der Name „${name}“ steht zweimal in der Datei`,
  'style.import-replaced': ({ name }) => `Den Stil „${name}“ gab es schon; er ist ersetzt`,
};
