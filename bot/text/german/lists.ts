import type { LISTS as ENGLISH } from '#bot/text/english/lists.ts';
import type { Translation } from '#shared/text/message.ts';
import { code, rich } from '#shared/text/rich.ts';

/** German of lists of words that prompts can name. */
export const LISTS: Translation<typeof ENGLISH> = {
  'command.wildcards': 'Die Wortlisten dieses Servers, für __Name__ in einem Prompt',
  'command.wildcards.upload': 'Eine Wortliste für diesen Server aufheben, anstelle einer gleichen Namens',
  'command.wildcards.upload.file': 'Textdatei, jede Zeile eine Sache; 3::rot wird dreimal so oft genommen',
  'command.wildcards.upload.text': 'Jede Zeile eine Sache; 3::rot wird dreimal so oft genommen',
  'command.wildcards.upload.name': 'Wie Prompts sie nennen; sonst der Name der Datei',
  'command.wildcards.list': 'Alle Wortlisten dieses Servers',
  'command.wildcards.export': 'Eine Wortliste als Datei bekommen',
  'command.wildcards.delete': 'Eine Wortliste vergessen',
  'command.wildcards.name': 'Die Liste',
  'option.file': 'datei',
  'option.text': 'text',

  'list-rule.denied': 'Nur wer den Server verwalten darf, kann seine Wortlisten ändern',
  'list-rule.unknown': ({ name }) =>
    `Eine Wortliste „${name}“ gibt es hier nicht; /wildcards list zeigt die vorhandenen`,
  'list-rule.full': ({ max }) => `Mehr Listen passen nicht: höchstens ${max}. Eine zu löschen schafft Platz`,
  'list-rule.characters-in-all': ({ max, given }) =>
    `Diese Liste passt nicht mehr: alle Listen eines Servers haben zusammen höchstens ${max} Zeichen, es wären ${given}`,
  'list-rule.name': ({ max, given }) =>
    `Eine Liste kann nicht „${given}“ heißen: Buchstaben, Ziffern, Bindestriche und ein Schrägstrich für Ordner, höchstens ${max}`,
  'list-rule.characters': ({ max, given }) => `Diese Liste ist zu lang: höchstens ${max} Zeichen, es sind ${given}`,
  'list-rule.empty': 'Diese Liste ist leer: es steht kein Wort darin',
  'list-rule.lines': ({ max, given }) => `Diese Liste ist zu lang: höchstens ${max} Zeilen, es sind ${given}`,
  'list-rule.line': ({ max, given, line }) =>
    `Diese Liste hat eine zu lange Zeile: höchstens ${max} Zeichen, es sind ${given} in „${line}“`,
  'list-rule.no-text': 'Diese Datei lässt sich nicht lesen: es muss Text in UTF-8 sein',
  'list-rule.file-bytes': ({ max, given }) => `Diese Datei ist zu groß: höchstens ${max} Byte, es sind ${given}`,

  'lists.heading': 'Wortlisten',
  'lists.none': rich`Es gibt noch keine Liste; ${code('/wildcards upload')} hebt eine auf, und ${code('__Name__')} in einem Prompt nimmt eine Zeile daraus.`,
  'lists.some': rich`${code('__Name__')} in einem Prompt nimmt eine Zeile der Liste, beim selben Seed dieselbe.`,
  'lists.more': ({ count }) => `Und ${count} weitere.`,
  'lists.lines': ({ count }) => `${count} ${count === 1 ? 'Zeile' : 'Zeilen'}`,
  'list-card.heading': ({ name }) => `__${name}__`,
  'list-card.kept': ({ count }) => `Aufgehoben mit ${count} ${count === 1 ? 'Zeile' : 'Zeilen'}`,
  'list-card.replaced': ({ count }) =>
    `Aufgehoben mit ${count} ${count === 1 ? 'Zeile' : 'Zeilen'}, anstelle der bisherigen`,
  'list-card.begins': 'Sie beginnt',
  'list-done.deleted': ({ name }) => `Die Liste „${name}“ ist vergessen`,
};
