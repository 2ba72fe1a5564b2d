import type { MODERATION as ENGLISH } from '#bot/text/english/moderation.ts';
import type { Translation } from '#shared/text/message.ts';
import { code, link, rich } from '#shared/text/rich.ts';

/** German of what moderators of a server say. */
export const MODERATION: Translation<typeof ENGLISH> = {
  'rule.moderators':
    'Das geht nicht: Dafür braucht es die Berechtigung „Nachrichten verwalten“ oder „Server verwalten“',
  'setting.adults-only': 'Ob nur dort gezeichnet wird, wo Discord nur Erwachsene hineinlässt',
  'setting.adults-only-here':
    'Hier wird nicht gezeichnet: Dieser Server zeichnet nur in Kanälen mit Altersbeschränkung',
  'review.not-shown': ({ review }) =>
    review === 'held'
      ? 'Diese Bilder werden noch nicht gezeigt: Die Moderation dieses Servers sieht sie zuerst an'
      : 'Diese Bilder werden nicht gezeigt: Die Moderation dieses Servers hat sie abgelehnt',
  'setting.hold': 'Ob Bilder von hier auf die Moderation warten, bevor jemand sie sieht; siehe /review',
  'setting.flagged': 'Was aus Bildern wird, die die Prüfung der Maschine beanstandet',
  'setting.flagged.withhold': 'niemand bekommt sie',
  'setting.flagged.hold': 'sie warten auf die Moderation; siehe /review',
  'setting.moderators': 'Der Kanal, in dem die Moderation von Meldungen und wartenden Bildern erfährt',
  'setting.reports-hide':
    'Ab wie vielen Meldungen ein Bild verborgen wird, bis die Moderation es angesehen hat; 0 für nie',
  'terms.held': 'Die Moderation dieses Servers sieht es an, bevor es jemand sieht',
  'panel.review': ({ review }) =>
    review === 'held'
      ? 'Gezeichnet. Die Moderation dieses Servers sieht es an, bevor es gezeigt wird'
      : 'Gezeichnet, aber die Moderation dieses Servers zeigt es nicht',
  'menu.recent': 'Letzte Bilder',
  'menu.report': 'Melden',
  'button.release': 'Zeigen',
  'button.refuse': 'Nicht zeigen',
  'review.reported': ({ isHeld }) =>
    isHeld
      ? 'Gemeldet. Niemand sieht es, bis die Moderation es angesehen hat'
      : 'Gemeldet. Die Moderation dieses Servers sieht es sich an',
  'review.not-there': 'Das lässt sich nicht melden: Es gibt kein Bild mehr',
  'review.nothing': 'Es gibt nichts anzusehen: Kein Bild wird zurückgehalten oder ist gemeldet',
  'review.why': ({ isHeld, reports }) =>
    [isHeld ? 'Noch sieht es niemand.' : 'Alle sehen es.', ...(reports > 0 ? [`${reports} Mal gemeldet.`] : [])].join(
      ' ',
    ),
  'review.decided': ({ decision, waiting }) =>
    `${decision === 'released' ? 'Jetzt sehen es alle' : 'Niemand sieht es mehr'}. ${waiting === 0 ? 'Sonst wartet nichts' : `Noch ${waiting} anzusehen mit /review`}`,
  'review.told': ({ why, reports, url }) =>
    why === 'held'
      ? rich`Ein Bild wartet auf die Moderation: ${link('ansehen', url)} und mit ${code('/review')} entscheiden`
      : rich`${reports === 1 ? 'Jemand hat' : `${reports} Mitglieder haben`} ${link('ein Bild', url)} gemeldet; entscheide mit ${code('/review')}`,
  'audit.report': ({ id }) => `Meldungen von ${id}`,
  'audit.review': ({ id }) => `Entscheidung über ${id}`,
  'command.review': 'Das nächste zurückgehaltene oder gemeldete Bild ansehen und entscheiden',
  'command.words.look-first': 'Zeichnen, aber die Bilder zuerst der Moderation zeigen',
  'word.looked-at': 'Zuerst von der Moderation angesehen',
  'option.look-first': 'zuerst-ansehen',
  'setting.keep-days': 'Für wie viele Tage Bilder hier aufbewahrt werden; 0 für so lange, wie der Betreiber sagt',
  'privacy.heading': 'Was Easel von dir aufbewahrt',
  'privacy.counts': ({ here, everywhere }, { plural }) =>
    `${here} fertige ${plural(here, { one: 'Zeichnung', other: 'Zeichnungen' })} an diesem Ort, ${everywhere} insgesamt`,
  'privacy.what': 'Was aufbewahrt wird',
  'privacy.what-text':
    'Deine Worte, ihre Einstellungen, dein Name und deine Nummer auf Discord, der Ort und die Bilder. Nachrichten anderer werden nicht gelesen.',
  'privacy.how-long': 'Wie lange',
  'privacy.how-long-text': ({ days, leftServerDays, binHours }) =>
    `${days === 0 ? 'Bis es gelöscht wird' : `${days} Tage nach dem Zeichnen`}. Gelöschtes lässt sich ${binHours} Stunden lang zurückholen, dann ist es fort. Von einem Server, den Easel verlassen hat, verschwindet alles nach ${leftServerDays} Tagen.`,
  'privacy.who': 'Wer es sieht',
  'privacy.who-text': ({ isInGallery }) =>
    `Wer den Kanal lesen kann, in dem du gefragt hast; andere zeigen davon nirgendwo sonst etwas. ${isInGallery ? 'Wer Easel betreibt, sieht es auch in einer Galerie: Dieser Server hat das erlaubt.' : 'Wer Easel betreibt, bewahrt die Dateien auf und hat keine Galerie davon.'}`,
  'privacy.delete': 'Wie du es löschst',
  'privacy.delete-text': rich`❌ unter einem Bild löscht es, ${code('/forget')} alle von dir, hier oder überall.`,
  'recent.none': ({ name, count }) =>
    count === 0
      ? `${name} hat hier nichts gezeichnet, was du lesen kannst`
      : `Von ${name} kannst du hier nur ${count} lesen`,
  'recent.heading': ({ name, count }) => `Die letzten ${count} von ${name}`,
  'recent.how': rich`${code('/recent')} mit einer Nummer zeigt eines davon groß, mit allem, was sich entscheiden lässt.`,
  'recent.there': 'öffnen',
  'recent.which': ({ number, count }) => `Nummer ${number} der letzten ${count}.`,
  'command.privacy': 'Was von dir aufbewahrt wird, wie lange, wer es sieht und wie du es löschst',
  'command.recent': 'Ansehen, was ein Mitglied zuletzt gezeichnet hat',
  'command.recent.member': 'Wessen Bilder',
  'command.recent.number': '1 ist das neueste',
  'terms.relaxed': 'Ohne Eile: Es wartet auf die Bilder der anderen',
  'setting.relax': 'Ob Bilder von hier auf alle anderen warten',
  'terms.no-relax': '--relax ändert nichts: Auf diesem Server wählen das nicht die Mitglieder',
  'terms.no-fast': '--fast ändert nichts: Was von hier kommt, wartet auf die Bilder der anderen',
  'terms.no-fast-used-up': '--fast ändert nichts: Deine Sekunden für heute sind verbraucht',
  'setting.choose-pace': 'Was Mitglieder wählen dürfen: --relax, --fast oder beides',
  'setting.choose-pace.none': 'keins von beiden',
  'setting.choose-pace.relax': 'nur --relax',
  'setting.choose-pace.both': 'beides',
  'setting.when-used-up': 'Was mit Mitgliedern wird, deren Sekunden für heute verbraucht sind; siehe /limits',
  'setting.when-used-up.refuse': 'sie zeichnen bis morgen nichts mehr',
  'setting.when-used-up.relax': 'ihre Bilder warten auf alle anderen',
  'input.member': ({ name, given }) => `So geht ${name} nicht: Es muss jemand von diesem Server sein, gegeben ${given}`,

  'word.refused': ({ pattern }) =>
    `Das wird nicht gezeichnet: Dieser Server will „${pattern}“ weder in Worten noch in auszulassenden Worten oder Stilen`,
  'word.refused-elsewhere': ({ pattern }) =>
    `Das wird nicht gezeichnet: Ein Server von dir will „${pattern}“ weder in Worten noch in auszulassenden Worten oder Stilen`,
  'word.unwanted-in-style': ({ name, pattern }) =>
    `Der Stil „${name}“ geht hier nicht: Dieser Server will „${pattern}“ weder in Namen noch in Beschreibungen oder Worten von Stilen`,
  'word.unwanted-in-list': ({ name, pattern }) =>
    `Die Liste „${name}“ geht hier nicht: Dieser Server will „${pattern}“ weder in Namen noch in Worten von Listen`,
  'word.pattern': ({ characters, words, given }) =>
    `Das lässt sich nicht merken: bis zu ${words} Wörter in ${characters} Zeichen, * für beliebige Buchstaben und ? für einen, gegeben ${given}`,
  'word.unknown': ({ pattern }) => `Zu „${pattern}“ gibt es hier keine Regel; /words list zeigt alle`,
  'word.removed': ({ pattern }) => `„${pattern}“ darf wieder gezeichnet werden`,
  'word.heading': 'Worte, die hier nicht gezeichnet werden',
  'word.none': 'Jedes Wort darf gezeichnet werden.',
  'word.how':
    'Es zählen ganze Wörter, was auch zwischen ihren Buchstaben steht; * sind beliebige Buchstaben, ? ist einer.',
  'word.everywhere': 'Überall',
  'word.except-adults': 'Außer in Kanälen mit Altersbeschränkung',

  'ban.holds': ({ reason, until }) =>
    `Hier wird ${until === '' ? 'nichts' : `vor dem ${until} nichts`} für dich gezeichnet: So hat es die Moderation dieses Servers entschieden. Grund: ${reason}`,
  'ban.reason': 'Ohne Grund kann niemand gesperrt werden: Er wird dem Mitglied gesagt; 1 bis 200 Zeichen',
  'ban.yourself': 'Das geht nicht: Niemand sperrt sich selbst',
  'ban.none-of-them': 'Dieses Mitglied ist hier nicht vom Zeichnen ausgeschlossen',
  'ban.added': ({ name, until }) =>
    `Für ${name} wird hier ${until === '' ? 'nichts mehr' : `vor dem ${until} nichts`} gezeichnet`,
  'ban.removed': ({ name }) => `Für ${name} wird wieder gezeichnet`,
  'ban.heading': 'Wer hier nicht zeichnen darf',
  'ban.nobody': 'Alle dürfen zeichnen.',
  'ban.until': ({ until }) => (until === '' ? 'auf Dauer' : `bis ${until}`),
  'audit.role-limit': 'Grenzen einer Rolle',
  'audit.ban': 'Sperre',
  'audit.word': ({ pattern }) => `Worte „${pattern}“`,

  'command.words': 'Worte, die auf diesem Server nicht gezeichnet werden',
  'command.words.add': 'Aus diesen Worten nichts mehr zeichnen, auch nicht über auszulassende Worte und Stile',
  'command.words.pattern': 'Wörter hintereinander; * sind beliebige Buchstaben, ? ist einer',
  'command.words.except-adults': 'In Kanälen mit Altersbeschränkung erlauben',
  'command.words.list': 'Zeigen, welche Worte hier nicht gezeichnet werden',
  'command.words.remove': 'Worte wieder erlauben',
  'command.ban': 'Wer auf diesem Server nicht zeichnen darf',
  'command.ban.add': 'Für ein Mitglied nichts mehr zeichnen, für einige Tage oder auf Dauer',
  'command.ban.member': 'Wer',
  'command.ban.reason': 'Warum; das Mitglied liest es',
  'command.ban.days': 'Für wie viele Tage; ohne Angabe auf Dauer',
  'command.ban.list': 'Zeigen, wer hier nicht zeichnen darf, warum und bis wann',
  'command.ban.remove': 'Ein Mitglied wieder zeichnen lassen',
  'option.words': 'worte',
  'option.except-adults': 'außer-erwachsene',
  'option.member': 'mitglied',
  'option.reason': 'grund',
  'option.days': 'tage',
};
