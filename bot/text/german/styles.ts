import type { STYLES as ENGLISH } from '#bot/text/english/styles.ts';
import type { Translation } from '#shared/text/message.ts';
import { rich } from '#shared/text/rich.ts';

/** German of the sentences about styles. */
export const STYLES: Translation<typeof ENGLISH> = {
  'style-rule.exists': ({ name }) =>
    `Der Stil ${name} kann nicht angelegt werden: Dieser Server hat schon einen mit diesem Namen`,
  'style-rule.full': ({ max }) => `Mehr Stile gehen nicht: höchstens ${max}. Wer einen löscht, schafft Platz`,
  'style-rule.ready-made': ({ name }) =>
    `Der Stil „${name}“ ist mitgeliefert und bleibt; ein neuer mit demselben Namen ersetzt ihn hier`,
  'style-rule.denied':
    'Das gehört dem Server: Wer es ändert, braucht das Recht „Server verwalten“. Ansehen dürfen es alle',
  'style-file.json': 'JSON, mit allem',
  'style-file.csv': 'styles.csv von A1111, nur die Worte',
  'style-file.none': 'Dieser Server hat noch keine eigenen Stile; /style create macht einen',
  'style-file.words-only': 'In styles.csv stehen nur die Worte: Sampler, Schritte und alles andere stehen im JSON',
  'style-file.columns': ({ given }) =>
    `Die Stile lassen sich nicht einlesen: Die Datei braucht die Spalten name und prompt, gegeben ${given}`,
  'style-file.rows': ({ max, given }) =>
    `Die Stile lassen sich nicht einlesen: höchstens ${max} Zeilen, gegeben ${given}`,
  'style-done.deleted': ({ name }) => `Der Stil ${name} ist vergessen. Seine Bilder bleiben.`,
  'style-done.default-chosen': ({ name }) => `Ohne Namen gilt von jetzt an der Stil ${name}.`,
  'style-done.channel-chosen': ({ name }) => `Ohne Namen gilt in diesem Kanal von jetzt an der Stil ${name}.`,
  'style-done.channel-follows': 'In diesem Kanal gilt wieder der übliche Stil des Servers.',
  'style-where.server': 'überall auf diesem Server',
  'style-where.channel': 'in diesem Kanal; ohne Namen gilt wieder, was der Server sagt',
  'style-done.default-plain': 'Von jetzt an werden die Worte gezeichnet, wie sie sind.',
  'style-rule.no-change': ({ name }) =>
    `Hier ist keine Änderung eines Stils „${name}“ bekannt; /style list zeigt die Stile, die es gibt`,
  'style-done.undo-created': ({ name }) => `Der Stil ${name} ist wieder weg.`,
  'style-done.undo-edited': ({ name }) => `Der Stil ${name} ist wieder wie vor der letzten Änderung.`,
  'style-done.undo-deleted': ({ name }) => `Der Stil ${name} ist wieder da.`,
  'style-rule.import-json':
    'Es können keine Stile eingelesen werden: Der Text ist weder JSON, wie /style export es gibt, noch die styles.csv von A1111',
  'style-rule.import-none': 'Es können keine Stile eingelesen werden: In der Datei ist keiner',
  'style-rule.import-many': ({ max, given }) =>
    `So viele Stile können nicht eingelesen werden: höchstens ${max}, gegeben ${given}`,
  'style-rule.import-twice': ({ name }) =>
    `Die Stile können nicht eingelesen werden: Der Name „${name}“ steht zweimal in der Datei`,
  'style-done.import-problem': ({ name, problem }, { rich: words }) => rich`${name}: ${words(problem)}`,
  'style-done.import-replaced': ({ name }) => `Den Stil „${name}“ gab es schon; er ist ersetzt`,
};
