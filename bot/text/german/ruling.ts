import type { RULING as ENGLISH } from '#bot/text/english/ruling.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of what the studio's page says of the rules of servers. */
export const RULING: Translation<typeof ENGLISH> = {
  'ruling.no-server': 'Das lässt sich nicht öffnen: Hier ist kein solcher Server, oder du darfst ihn nicht betreuen',
  'ruling.no-channel': 'Das lässt sich nicht setzen: Auf diesem Server gibt es keinen solchen Kanal',

  'ruling.this-studio': 'Dieses Studio',
  'ruling.closed': ({ count }) =>
    count === 1
      ? 'Ein Server auf Discord wird hier nicht betreut. Wer ihn verwaltet, kann es erlauben: /settings set studio on.'
      : `${count} Server auf Discord werden hier nicht betreut. Wer einen verwaltet, kann es erlauben: /settings set studio on.`,
  'ruling.put-back': 'Zurücknehmen',

  'ruling.waiting': ({ count }) => (count === 0 ? 'Anzusehen' : `Anzusehen, ${count}`),
  'ruling.nothing-waits': 'Nichts wartet auf die Moderation.',
  'ruling.held': 'Noch sieht es niemand.',
  'ruling.seen-by-all': 'Alle sehen es.',
  'ruling.refused': 'Niemand sieht es mehr.',
  'ruling.nothing': 'Es wurde nichts daraus.',
  'ruling.reports': ({ count }) => `Von ${count} gemeldet.`,
  'ruling.release': 'Zeigen',
  'ruling.refuse': 'Nicht zeigen',
  'ruling.by': ({ name, when }) => `${name}, ${when}`,
  'ruling.picture': ({ index, count, prompt }) => `Bild ${index} von ${count}: ${prompt}`,
  'ruling.no-picture': 'Hier ist kein Bild, das sich ansehen lässt.',
  'ruling.now-shown': ({ prompt }) => `Jetzt sehen es alle: ${prompt}`,
  'ruling.now-refused': ({ prompt }) => `Niemand sieht es mehr: ${prompt}`,

  'ruling.recent': 'Was jemand zuletzt gezeichnet hat',
  'ruling.member': 'Mitglied',
  'ruling.choose-member': 'Wähle jemanden',
  'ruling.drew': ({ name, count }) => `${name}, ${count}`,
  'ruling.nobody-drew': 'Hier hat noch niemand gezeichnet.',

  'ruling.bans': 'Wer nicht zeichnen darf',
  'ruling.nobody-banned': 'Alle dürfen zeichnen.',
  'ruling.until': ({ date }) => `bis ${date}`,
  'ruling.for-good': 'für immer',
  'ruling.somebody-else': 'Jemand anders, mit der ID',
  'ruling.id': 'ID des Mitglieds',
  'ruling.reason': 'Grund, den das Mitglied liest',
  'ruling.for': 'Wie lange',
  'ruling.days': ({ count }) => `${count} ${count === 1 ? 'Tag' : 'Tage'}`,
  'ruling.ban': 'Nichts mehr zeichnen',
  'ruling.unban': 'Wieder zeichnen',
  'ruling.banned': ({ name }) => `Für ${name} wird jetzt nichts gezeichnet.`,
  'ruling.unbanned': ({ name }) => `${name} darf wieder zeichnen.`,

  'ruling.words': 'Wörter, die nicht gezeichnet werden',
  'ruling.every-word': 'Jedes Wort darf gezeichnet werden.',
  'ruling.words-how':
    'Es zählen ganze Wörter, was auch zwischen ihren Buchstaben steht; * sind beliebige Buchstaben, ? ist einer.',
  'ruling.new-words': 'Wörter hintereinander',
  'ruling.except-adults': 'In Kanälen mit Altersbeschränkung erlauben',
  'ruling.look-first': 'Zeichnen, und die Bilder zuerst ansehen',
  'ruling.add-words': 'Regel behalten',
  'ruling.allow-words': 'Erlauben',
  'ruling.tag-adults': 'außer mit Altersbeschränkung',
  'ruling.tag-look': 'wird zuerst angesehen',
  'ruling.words-added': ({ pattern }) => `Über „${pattern}“ gibt es jetzt eine Regel.`,
  'ruling.words-gone': ({ pattern }) => `„${pattern}“ darf wieder gezeichnet werden.`,

  'ruling.log': 'Was geändert wurde',
  'ruling.no-log': 'Noch wurde nichts geändert.',
  'ruling.undo': 'Zurücknehmen',
  'ruling.undone': 'zurückgenommen',
  'ruling.taken-back': ({ what }) => `Zurückgenommen: ${what}`,

  'ruling.settings': 'Einstellungen',
  'ruling.where': 'Für',
  'ruling.whole-server': 'den ganzen Server',
  'ruling.from-channel': 'für diesen Kanal gesagt',
  'ruling.from-server': 'für den Server gesagt',
  'ruling.from-usual': 'wie üblich',
  'ruling.server-only': 'gilt für den ganzen Server',
  'ruling.channels-differ': ({ count }) => `anders in ${count} ${count === 1 ? 'Kanal' : 'Kanälen'}`,
  'ruling.back-to': ({ value }) => `Zurück auf ${value}`,
  'ruling.on': 'an',
  'ruling.off': 'aus',
  'ruling.none': 'keiner',
  'ruling.from-to': ({ min, max }, { number }) => `${number(min)} bis ${number(max)}`,
  'ruling.set': ({ name, value }) => `${name} ist jetzt ${value}.`,
};
