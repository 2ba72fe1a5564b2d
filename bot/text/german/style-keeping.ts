import type { STYLE_KEEPING as ENGLISH } from '#bot/text/english/style-keeping.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of who may use a style, and what it was. */
export const STYLE_KEEPING: Translation<typeof ENGLISH> = {
  'style-rule.roles': ({ name, roles }) =>
    `Mit dem Stil „${name}“ geht es nicht: Er ist für Mitglieder mit der Rolle ${roles.join(' oder ')}`,
  'style-rule.roles-max': ({ max, given }) =>
    `Für so viele Rollen kann ein Stil nicht sein: höchstens ${max}, gegeben ${given}. Nimm zuerst eine weg`,
  'style-rule.no-version': ({ name, oldest, newest, given, wasRemoved }) =>
    wasRemoved
      ? `Fassung ${given} des Stils „${name}“ lässt sich nicht zurückholen: Da wurde er gelöscht; die davor hat ihn`
      : `Diese Fassung des Stils „${name}“ lässt sich nicht zurückholen: Es gibt ${oldest} bis ${newest}, gegeben ${given}`,
  'style-card.hidden': 'verborgen: in keiner Liste',
  'style-card.roles': ({ roles }) => `nur für ${roles.join(', ')}`,
  'style-file.without-roles': 'Für wen ein Stil ist, steht nicht in der Datei: Rollen gehören diesem Server allein',

  'style-version.heading': ({ name }) => `Geschichte von ${name}`,
  'style-version.about': '/style restore holt eine Fassung zurück; /style undo nimmt die letzte Änderung zurück.',
  'style-version.older': ({ count }) => `${count} ältere ${count === 1 ? 'Fassung' : 'Fassungen'}`,
  'style-version.removed': 'gelöscht',
  'style-version.returned': 'wieder da',
  'style-version.first': 'die älteste, die bekannt ist',
  'style-version.same': 'nichts geändert',
  'style-version.changed': ({ settings }) => `geändert: ${settings.join(', ')}`,

  'command.style.setting.hidden': 'In keiner Liste: Nur wer den Namen kennt, nutzt ihn',
  'command.style.roles': 'Einen Stil Mitgliedern mit bestimmten Rollen vorbehalten',
  'command.style.roles.name': 'Der Stil',
  'command.style.roles.role': 'Eine Rolle, deren Mitglieder ihn nutzen dürfen',
  'command.style.roles.may': 'Nein nimmt die Rolle weg; ohne Rollen dürfen alle',
  'command.style.history': 'Was ein Stil vor jeder seiner Änderungen war',
  'command.style.history.name': 'Der Stil, auch ein gelöschter',
  'command.style.restore': 'Eine Fassung eines Stils zurückholen',
  'command.style.restore.name': 'Der Stil, auch ein gelöschter',
  'command.style.restore.version': 'Ihre Nummer in /style history',
  'option.hidden': 'verborgen',
  'option.may': 'darf',
  'option.version': 'fassung',
};
