import type { DISCORD as ENGLISH } from '#bot/text/english/discord.ts';
import type { Translation } from '#shared/text/message.ts';
import { code, link, plainNode, rich } from '#shared/text/rich.ts';

/** German of what only Discord has. */
export const DISCORD: Translation<typeof ENGLISH> = {
  'activity.no-renderer': 'Kein Renderer ist verbunden; Aufträge warten',
  'activity.idle': ({ models }) => ['/imagine zeichnet sofort', ...models].join(' · '),
  'activity.busy': ({ drawing, waiting, models }) =>
    [`Zeichnet ${drawing}`, waiting > 0 ? `${waiting} in der Schlange` : '', ...models].filter(Boolean).join(' · '),
  'discord.more': ({ count }) => `… und ${count} weitere`,
  'discord.last-preview': 'Die letzte Vorschau',
  'discord.in-your-thread': ({ url }) => `Deine Bilder kommen hier in deinen eigenen Thread: ${url}`,
  'discord.restarting': 'Easel startet neu; dein Platz bleibt dir',
  'discord.time-here': ({ isPrivate }) =>
    `${isPrivate ? 'Nur du siehst diese Nachricht, deshalb lässt Discord Easel sie' : 'Easel ist hier kein Mitglied, deshalb lässt Discord es diese Nachricht'}` +
    ' 15 Minuten lang ändern. Was länger dauert, bekommst du als Direktnachricht.',
  'discord.last-words': ({ job }) =>
    rich`Discord lässt Easel diese Nachricht nicht länger ändern. Dein Platz bleibt dir: Das Bild kommt als Direktnachricht, und ${code(`/show id:${job}`)} holt es hierher`,
  'discord.files-refused': ({ isDrawn }) =>
    `Easel darf in diesem Kanal keine Dateien anhängen, deshalb ${isDrawn ? 'fehlt das Bild' : 'gibt es keine Vorschau'}. ` +
    'Wer den Kanal verwaltet, kann „Dateien anhängen“ erlauben; dann erscheint es hier von selbst.',
  'discord.may-not-show': ({ see, attach }) => {
    const does = [
      ...(see ? [] : ['diesen Kanal nicht sehen']),
      ...(attach ? [] : ['in diesem Kanal keine Dateien anhängen']),
    ].join(' und ');
    const rights = [...(see ? [] : ['„Kanal ansehen“']), ...(attach ? [] : ['„Dateien anhängen“'])].join(' und ');
    return `Hier lässt sich nichts zeichnen: Easel darf ${does}. Wer den Kanal verwaltet, kann ${rights} erlauben`;
  },
  'discord.pictures-gone': ({ count }) => `${pictures(count)} nicht mehr gespeichert.`,
  'discord.pictures-too-large': ({ count, why, withPreview, kept }, { say }) =>
    `${pictures(count)} zu groß, um hier gezeigt zu werden: ${say(why)}.` +
    (withPreview ? ' Stattdessen siehst du die letzte Vorschau.' : '') +
    (kept.length === 0 ? '' : ` Wer diesen Bot betreibt, hat noch ${kept.join(', ')}.`),
  'discord.pictures-smaller': ({ count, why }, { say }) =>
    `${pictures(count)} kleiner zu sehen als gezeichnet, weil in voller Größe keine Datei passt: ${say(why)}. ` +
    '✉️ und der Knopf schicken, was Discord annimmt.',
  'discord.pictures-reduced': ({ count, format, why }, { say }) =>
    `${pictures(count)} in voller Größe als ${format} zu sehen, weil das PNG zu groß ist: ${say(why)}.`,
  'discord.another-bot':
    'Ein anderer Bot läuft mit diesem DISCORD_TOKEN und eigenem Auftragsbuch und beantwortet einen Teil der Anfragen; einer von beiden muss enden',
  'discord.draw-all': ({ count }) => `Alle ${count} zeichnen`,
  'discord.many': ({ orders, pictures, time }, { say }) =>
    `Worte in geschweiften Klammern mit Kommas wollen je ein Bild: ${orders} Prompts, ${pictures} Bilder` +
    (time === null ? '' : `, ${say(time)}, wenn sonst nichts gezeichnet wird`),
  'discord.fix': 'Ändern',
  'discord.fix-over':
    'Was du geschrieben hast, ist nicht mehr da: Es bleibt 15 Minuten. Nutze bitte den Befehl noch einmal',
  'discord.png-follows': 'Schnell in voller Größe gezeigt; das PNG folgt',
  'discord.original': 'PNG',
  'discord.originals-gone': 'Das PNG lässt sich nicht schicken: Es ist nicht mehr gespeichert',
  'discord.original-too-large': ({ file, size, max }, { say }) =>
    `Das PNG hat ${say(size)}, und Discord nimmt von hier aus ${say(max)} an. Wer diesen Bot betreibt, hat es als ${file}.`,
  'discord.mail-from': ({ url }) => [link('Das Bild', url), plainNode(', das du mit ✉️ haben wolltest')],
  'discord.mail-closed':
    'Kann es dir nicht schicken: Du nimmst von diesem Server keine Nachrichten an. Erlaube sie in seinen Privatsphäre-Einstellungen, dann drücke ✉️ noch einmal',
  'discord.mail-gone': 'Kann es nicht schicken: Das Bild ist nicht mehr gespeichert',
  'discord.mail-later':
    'Kann es dir gerade nicht schicken: Discord hat es nicht angenommen. Drücke ✉️ gleich noch einmal',
  'discord.stars': ({ count, url }) => [plainNode(`⭐ ${count} · `), link('zum Bild', url)],
  'notify.off': 'gar nicht',
  'notify.ping': 'durch eine Erwähnung unter dem Bild',
  'notify.message': 'durch eine Nachricht an dich',
  'notify.done': ({ how }) =>
    how === 'off'
      ? 'Dir wird nicht mehr gesagt, wenn ein Bild da ist'
      : `Wenn ein Bild da ist, das länger als eine Minute gebraucht hat, wird es dir ${how === 'ping' ? 'durch eine Erwähnung darunter' : 'durch eine Nachricht'} gesagt`,
  'notify.there': ({ isDrawn, url }) => [
    link(isDrawn ? 'Dein Bild' : 'Dein Auftrag', url),
    plainNode(isDrawn ? ' ist da' : ' hat nicht geklappt'),
  ],
  'discord.size-refused': ({ size }, { say }) => `Discord hat ${say(size)} nicht angenommen`,
  'discord.channel-takes': ({ max, largest }, { say }) =>
    `dieser Kanal nimmt Dateien bis ${say(max)} an, die größte hat ${say(largest)}`,
  'discord.message-takes': ({ max }, { say }) => `in eine Nachricht passen ${say(max)}`,
  'discord.kibibytes': ({ size }, { number }) => `${number(size, 1)} KiB`,
  'discord.mebibytes': ({ size }, { number }) => `${number(size, 1)} MiB`,

  'discord.custom-id': ({ max, given }) =>
    `Der Knopf lässt sich nicht beschriften: höchstens ${max} Zeichen, angegeben sind ${given}`,

  'discord.login-slow': ({ seconds }) =>
    `Die Anmeldung bei Discord hat nicht geklappt: Sie dauerte länger als ${seconds} s`,
  'discord.token-refused':
    'Discord hat DISCORD_TOKEN abgelehnt: Kopiere das Token des Bots noch einmal von der Seite „Bot“ auf discord.com/developers',
  'discord.gateway-closed': ({ code }) =>
    `Discord lehnt diesen Bot ab: Das Gateway schloss mit dem Code ${code}${CLOSE_REASONS[code] ?? ''}`,
  'discord.unreachable': ({ where }) =>
    `Discord ist unter ${where} nicht zu erreichen: Prüfe die Verbindung dieses Rechners`,
  'discord.commands-refused': ({ why, seconds }) =>
    seconds === null
      ? `Discord hat die Befehle nicht angenommen, es bleibt bei den bisherigen: ${why}`
      : `Discord konnte die Befehle nicht annehmen, nächster Versuch in ${seconds} s: ${why}`,
  'discord.starts-an-hour': ({ max, minutes }) =>
    `Keine weitere Sitzung bei Discord: Easel beginnt höchstens ${max} in der Stunde, damit das Token nicht zurückgesetzt wird; mehr in ${minutes} min`,
  'discord.starts-used': ({ remaining, minutes }) =>
    `Die Anmeldung bei Discord muss warten: Nach ${remaining} weiteren Starts setzt es das Token zurück; mehr gibt es in ${minutes} min`,
  'discord.studio-command': 'Das Studio hier öffnen und zusammen zeichnen',
  'discord.opened-studio': ({ name }) => `${name} zeichnet im Studio. Zeichne mit.`,
  'discord.join-studio': 'Mitzeichnen',
  'discord.studio-words': 'Worte mitbringen',
  'discord.studio-words-title': 'Worte für das Studio',
  'discord.not-shown': 'Das lässt sich dort nicht zeigen: Discord hat es nicht angenommen',
  'discord.again': ({ why, seconds }, { say }) => `${say(why)}; nächster Versuch in ${seconds} s`,

  'styles.plain': 'nur deine Worte, sonst nichts',
};

function pictures(count: number): string {
  return count === 1 ? '1 Bild ist' : `${count} Bilder sind`;
}

const CLOSE_REASONS: Readonly<Record<number, string>> = {
  4010: ', ungültiger Shard',
  4011: ': Der Bot ist auf zu vielen Servern für so viele Verbindungen, wie EASEL_DISCORD_SHARDS sagt',
  4012: ', veraltete API-Version: Easel muss aktualisiert werden',
  4013: ', ungültige Intents: Easel muss aktualisiert werden',
  4014: ', Intents, die dieser Bot nicht haben darf',
};
