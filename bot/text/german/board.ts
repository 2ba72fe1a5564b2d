import type { BOARD as ENGLISH } from '#bot/text/english/board.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of what the studio's drawer of machines says. */
export const BOARD: Translation<typeof ENGLISH> = {
  'board.now': 'jetzt',
  'board.seconds': ({ count }) => `${count} s`,
  'board.minutes': ({ count }) => `${count} min`,
  'board.elsewhere': 'anderer Server',
  'board.elsewhere-job': 'Ein Auftrag eines anderen Servers',
  'board.block': ({ title, seconds }) => `${title}, fertig in etwa ${seconds} s`,
  'board.block-untimed': ({ title }) => `${title}, noch keine Zeit bekannt`,
  'board.yours': 'Ein Balken links heißt: hier bestellt. Gerecht erst zwischen Servern, dann zwischen Mitgliedern.',
  'board.add': 'Rechner hinzufügen',
  'board.add-how':
    'Starte das auf dem anderen Rechner, in einem Ordner mit Easel, mit einem Geheimnis ab 16 Zeichen statt der Punkte:',
  'board.address': 'Adresse und Port',
  'board.secret': 'Geheimnis',
  'board.try': 'Probieren und hinzufügen',
  'board.trying': 'Wird gefragt …',
  'board.added': ({ name, device }) =>
    `${name}${device === '' ? '' : ` (${device})`} antwortet und zeichnet ab jetzt, bis Easel neu gestartet wird. Auf Dauer starte Easel mit:`,
  'board.named': 'Dann zeichnen nur genannte Rechner. Dieser auch, wenn auf ihm selbst ein Renderer läuft.',
};
