import type { ACCESS as ENGLISH } from '#bot/text/english/access.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of who comes to the studio from elsewhere. */
export const ACCESS: Translation<typeof ENGLISH> = {
  'access.unknown': 'Das Studio öffnet sich mit einem Link von dem, der es betreibt, oder einer Anmeldung',
  'access.revoked': 'Dieser Link wurde von dem, der das Studio betreibt, zurückgenommen',
  'access.over': 'Dieser Link ist abgelaufen. Wer das Studio betreibt, kann dir einen neuen geben',
  'access.gone': 'Das lässt sich nicht zurücknehmen: Es gilt nicht mehr',
  'access.full': ({ max }) => `Mehr geht nicht: höchstens ${max} Links und Anmeldungen, nimm welche zurück`,
  'access.level': 'Ein Link ist zum Ansehen oder zum Zeichnen',
  'access.too-often': ({ seconds }) =>
    `So viel auf einmal geht nicht: versuch es in ${seconds} ${seconds === 1 ? 'Sekunde' : 'Sekunden'} noch einmal`,
  'access.other-address': ({ host }) =>
    `Hier wird nur die Adresse aus EASEL_STUDIO_URL beantwortet, angegeben ist „${host}“`,
  'access.operators-own': 'Das lässt sich von hier nicht ändern: Darüber entscheidet, wer am Studio sitzt',
  'access.only-look': 'Mit diesem Link lässt sich nichts ändern: Er ist zum Ansehen',
  'access.only-look-on': 'Zeichnen geht hier nicht: Auf diesem Server darfst du zusehen, aber /imagine nicht benutzen',
  'access.no-canvas': 'Zusammen zeichnen geht hier nicht: Das ist für das Studio in Discord',
  'access.canvas-news': 'Das lässt sich den anderen nicht zeigen: Es ist weder Linie noch Bild',
  'access.no-login': 'Anmelden mit Discord geht nicht: Wer dieses Studio betreibt, hat es nicht eingeschaltet',
  'access.login-failed': 'Anmelden ging nicht: Discord hat nicht gesagt, wer du bist',
  'access.code-over':
    'Hereinlassen geht nicht: Der Code von Discord ist abgelaufen oder schon benutzt. Öffne das Studio noch einmal',
  'access.other-instance':
    'Hereinlassen geht nicht: Discord sieht dich nicht in dieser Aktivität. Öffne das Studio in seinem Kanal',
  'access.not-there': 'Für dich lässt sich nichts zeichnen: Discord sieht dich nicht mehr auf diesem Server',
  'access.discord-away':
    'Discord lässt sich gerade nicht fragen, was du hier darfst: Es antwortet nicht. Versuch es gleich noch einmal',
  'access.member-revoked': 'Wer das Studio betreibt, hat deinen Zugang zurückgenommen',
  'access.member-over': 'Dein Zugang ist abgelaufen: Öffne das Studio noch einmal aus Discord',
  'access.looking-on': 'Du darfst zusehen. Auf diesem Server darfst du /imagine hier nicht benutzen.',
  'access.together': ({ names }) => `Du zeichnest mit ${names}.`,
  'access.left': ({ name }) => `${name} ist gegangen.`,

  'access.welcome': 'Easel-Studio',
  'access.opening': 'Das Studio geht auf',
  'access.how': 'Dafür brauchst du einen Link von dem, der dieses Studio betreibt.',
  'access.discord': 'Mit Discord anmelden',
  'access.failed':
    'Discord hat nicht gesagt, wer du bist. Nichts hat sich geändert; du kannst es noch einmal versuchen.',
  'access.stranger': 'Dieses Studio ist für Mitglieder seiner Server auf Discord, und du bist in keinem davon.',
  'access.looking': 'Du darfst dich umsehen. Zum Zeichnen frag den, der dieses Studio betreibt.',
  'access.share': 'Jemanden hereinlassen',
  'access.share-about': 'Ein Link öffnet dieses Studio auf einem anderen Gerät. Du kannst ihn jederzeit zurücknehmen.',
  'access.for-whom': 'Für wen',
  'access.may': 'Darf',
  'access.may-look': 'ansehen',
  'access.may-draw': 'ansehen und zeichnen',
  'access.for-days': 'Für',
  'access.days': ({ count }) => `${count} ${count === 1 ? 'Tag' : 'Tage'}`,
  'access.make-link': 'Link machen',
  'access.link': 'Der Link, nur dieses eine Mal zu sehen',
  'access.copy': 'Kopieren',
  'access.copied': 'Kopiert',
  'access.who': 'Wer hereindarf',
  'access.nobody': 'Noch niemand.',
  'access.until': ({ may, date }) => `${may}, bis ${date}`,
  'access.revoke': 'Zurücknehmen',
};
