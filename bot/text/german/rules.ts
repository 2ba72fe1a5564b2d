import type { RULES as ENGLISH } from '#bot/text/english/rules.ts';
import type { Translation } from '#shared/text/message.ts';
import { code, rich } from '#shared/text/rich.ts';

/** German of what a server says about itself. */
export const RULES: Translation<typeof ENGLISH> = {
  'rule.denied': 'Das geht nicht: Dafür braucht es die Berechtigung „Server verwalten“',
  'rule.full': ({ max }) => `Mehr davon geht nicht: Ein Server hat höchstens ${max}. Nimm zuerst eines weg`,

  'setting.drawing': 'Ob hier überhaupt Bilder gezeichnet werden',
  'setting.studio':
    'Ob die Betreiber des Bots die Bilder dieses Servers in ihrem Studio ansehen und ihn dort moderieren dürfen',
  'setting.drawing-off': 'Hier wird nicht gezeichnet: Wer den Server verwaltet, hat es an diesem Ort abgeschaltet',

  'setting.spoiler': 'Ob Bilder verdeckt sind, bis jemand darauf klickt',
  'setting.threads': 'Welche Bilder in Threads ihres Kanals kommen',
  'setting.threads.none': 'keine',
  'setting.threads.batch': 'mehrere aus einer Anfrage, unter das erste',
  'setting.threads.member': 'die jedes Mitglieds, in einen eigenen Thread',
  'setting.votes': 'Wie viele Mitglieder mit einer Reaktion so viel zählen wie der Besitzer; 0 = nur der Besitzer',
  'setting.starboard': 'Der Kanal, in dem Bilder mit Sternen gezeigt werden',
  'setting.invite': ({ number }) =>
    `Reaktion, die schon unter jedem Bild steht, damit ein Klick genügt (${number} von 3)`,
  'setting.invite.none': 'keine',
  'setting.invite.emoji': ({ emoji }) => `${emoji}, wie /help es erklärt`,
  'setting.stars': 'Wie viele ⭐ ein Bild auf die Sternentafel bringen',

  'setting.unknown': ({ name, known }, { list }) => `Die Einstellung „${name}“ gibt es nicht; es gibt ${list(known)}`,
  'setting.not-by-channel': ({ name }) =>
    `${name} lässt sich nicht für einen Kanal setzen: Es gilt auf dem ganzen Server`,
  'setting.not-switch': ({ name, given }) => `So lässt sich ${name} nicht setzen: on oder off, gegeben ${given}`,
  'setting.not-number': ({ name, min, max, given }) =>
    `So lässt sich ${name} nicht setzen: eine ganze Zahl von ${min} bis ${max}, gegeben ${given}`,
  'setting.not-choice': ({ name, known, given }, { list }) =>
    `So lässt sich ${name} nicht setzen: möglich sind ${list(known)}, gegeben ${given}`,
  'setting.not-channel': ({ name, given }) =>
    `So lässt sich ${name} nicht setzen: nenne einen Kanal mit #, oder schreibe none, gegeben ${given}`,

  'settings.heading': 'Einstellungen dieses Servers',
  'settings.how': rich`${code('/settings set')} ändert eine, ${code('/settings reset')} nimmt es zurück.`,
  'settings.here': ({ value }) => rich`in diesem Kanal ${code(value)}`,
  'settings.server': ({ value }) => rich`auf dem Server ${code(value)}`,
  'settings.elsewhere': ({ count }) => `anders in ${count} ${count === 1 ? 'weiteren Kanal' : 'weiteren Kanälen'}`,
  'settings.default': ({ value }) => rich`sonst ${code(value)}`,
  'setting-done.set': ({ name, value, where }) =>
    `${name} ist ${where === 'channel' ? 'in diesem Kanal' : 'auf diesem Server'} jetzt ${value}`,
  'setting-done.reset': ({ name, value, where }) =>
    where === 'channel'
      ? `${name} folgt in diesem Kanal wieder dem Server: ${value}`
      : `${name} ist wieder wie sonst: ${value}`,

  'audit.heading': 'Was hier geändert wurde',
  'audit.how': rich`${code('/audit undo')} nimmt eine Änderung mit ihrer Nummer zurück.`,
  'audit.none': 'Noch wurde nichts geändert.',
  'audit.gone': ({ id }) => `Eine Änderung ${id}, die sich zurücknehmen ließe, gibt es hier nicht`,
  'audit.changed-since': ({ id }) =>
    `Änderung ${id} lässt sich nicht zurücknehmen: Dasselbe wurde danach noch einmal geändert. Nimm zuerst die neuere zurück`,
  'audit.undone': ({ id, what }, { say }) => `Änderung ${id} ist zurückgenommen: ${say(what)}`,
  'audit.was-undone': 'zurückgenommen',
  'audit.set': ({ what, value }, { say }) => `${say(what)}: auf ${value} gesetzt`,
  'audit.changed': ({ what, before, after }, { say }) => `${say(what)}: von ${before} auf ${after}`,
  'audit.taken-away': ({ what, value }, { say }) => `${say(what)}: ${value}, weggenommen`,
  'audit.setting': ({ name }) => `Einstellung ${name}`,
  'audit.channel-setting': ({ name }) => `Einstellung ${name} eines Kanals`,

  'command.settings': 'Wie Easel sich auf diesem Server verhält',
  'command.settings.show': 'Die Einstellungen dieses Servers und Kanals zeigen',
  'command.settings.set': 'Eine Einstellung dieses Servers oder dieses Kanals ändern',
  'command.settings.set.name': 'Welche Einstellung',
  'command.settings.set.value': 'Was gelten soll',
  'command.settings.where': 'Ohne Angabe auf dem ganzen Server',
  'command.settings.reset': 'Eine Einstellung wieder so lassen, wie sie sonst ist',
  'command.audit': 'Wer auf diesem Server was geändert hat',
  'command.audit.list': 'Zeigen, wer wann Einstellungen, Grenzen und Regeln geändert hat',
  'command.audit.undo': 'Eine Änderung zurücknehmen',
  'command.audit.undo.number': 'Die Nummer der Änderung',
  'option.value': 'wert',
  'option.number': 'nummer',
};
