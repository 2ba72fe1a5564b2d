import type { DISPATCH as ENGLISH } from '#bot/text/english/dispatch.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of why jobs wait, and of what can go wrong between the queue and a stored picture. */
export const DISPATCH: Translation<typeof ENGLISH> = {
  'waiting.none-configured': 'kein Renderer ist eingerichtet',
  'waiting.none-connected': 'kein Renderer ist verbunden',
  'waiting.none-able': ({ model }) =>
    `kein verbundener Renderer hat das Modell ${model} mit allem, was hierfür nötig ist`,
  'waiting.none-for': ({ kind }) => `kein verbundener Renderer hat ein Netz für „${kind}“`,
  'waiting.starting': 'der Renderer startet gerade seine Engine',
  'waiting.maintenance': 'der Renderer wird gerade gewartet',
  'waiting.draining': 'der Renderer nimmt gerade nichts Neues an',
  'waiting.recovering': 'der Renderer erholt sich',
  'waiting.loading': ({ model, renderer }) => `${renderer} lädt gerade ${model}`,
  'waiting.before-turn': 'in seiner Reihe käme es zu spät für seine Nachricht, deshalb darf es vor andere',
  'waiting.late': 'es dauert länger, als seine Nachricht geändert werden kann, und kommt deshalb als Direktnachricht',
  'waiting.quiet': ({ renderer, seconds }) => `von ${renderer} ist seit ${seconds} s nichts Neues gekommen`,
  'waiting.sooner-there': ({ renderer }) => `${renderer} ist belegt und wird damit früher fertig als das, was frei ist`,
  'waiting.to-load': ({ model, renderer }) => `${renderer} muss erst ${model} laden`,

  'queue.member-full': ({ max, open }) =>
    `Noch ein Bild von dir geht gerade nicht: ${max} auf einmal, und ${open} sind offen. Warte auf eines oder brich eines ab`,
  'queue.full': ({ open }) =>
    `Noch ein Bild geht gerade nicht: Die Warteschlange ist mit ${open} voll. Versuch es in ein paar Minuten noch einmal`,

  'attempt.silent': 'Der Renderer meldet sich nicht mehr',
  'attempt.standstill': 'Der Renderer kam nicht weiter',
  'attempt.ended': 'Der Renderer war zu Ende, bevor das Bild da war',
  'attempt.renderer-gone': ({ renderer }) => `Der Renderer ${renderer} ist weg`,
  'attempt.cancelled': 'Der Auftrag wurde abgebrochen',
  'attempt.not-rendering': ({ state }) => `Ein Auftrag im Zustand ${state} lässt sich nicht fortsetzen`,
  'attempt.strikes': ({ count, last }, { say }) => `${count} Versuche sind abgebrochen. Zuletzt hieß es: ${say(last)}`,
  'attempt.refusals': ({ count, last }, { say }) =>
    `In ${count} Versuchen hat kein Renderer es angenommen. Zuletzt hieß es: ${say(last)}`,
  'attempt.taken':
    'Ein anderer Bot, der später gestartet wurde, benutzt jetzt den Renderer, und es gibt keinen anderen',
  'attempt.unread': ({ max }) => `Mehr als ${max} ungelesene Ansichten werden nicht aufgehoben`,

  'result.wrong': ({ why }, { say }) => `Was der Renderer geschickt hat, ist nicht zu gebrauchen: ${say(why)}`,
  'result.picture': ({ index }) => `Bild ${index}`,
  'result.mask': ({ index }) => `Maske ${index}`,
  'result.text': ({ index }) => `Text ${index}`,
  'result.animation': 'die Animation',
  'result.file': 'die Datei',
  'result.unexpected': ({ came, due }) => `„${came}“ kam, als „${due}“ an der Reihe war`,
  'result.order': ({ what, due, count }, { say }) => `${say(what)} kam, als ${due} von ${count} an der Reihe war`,
  'result.order-at-most': ({ what, due, max }, { say }) =>
    `${say(what)} kam, als ${due} von höchstens ${max} an der Reihe war`,
  'result.missing': ({ arrived, count }) => `${arrived} von ${count} Bildern kamen an`,
  'result.too-long': ({ what, bytes, size }, { say }) =>
    `${say(what)} hat ${bytes} Bytes oder mehr, angekündigt waren ${size}`,
  'result.length': ({ what, bytes, size }, { say }) => `${say(what)} hat ${bytes} Bytes, angekündigt waren ${size}`,
  'result.hash': ({ what }, { say }) => `${say(what)} hat nicht den angekündigten SHA-256`,
  'result.not-whole': ({ what, format }, { say }) => `${say(what)} ist kein vollständiges ${format}`,
  'result.said-size': ({ what, found, said }, { say }) => `${say(what)} ist ${found}, angekündigt war ${said}`,
  'result.asked-size': ({ what, found, asked }, { say }) => `${say(what)} ist ${found}, bestellt war ${asked}`,
  'result.no-safetensors': 'der Adapter ist keine Safetensors-Datei',
  'result.characters': ({ what, characters }, { say }) => `${say(what)} hat ${characters} Zeichen`,
  'result.score': ({ what, score }, { say }) => `die Bewertung von ${say(what)} ist ${score}`,
  'result.second': ({ what }, { say }) => `${say(what)} kam ein zweites Mal`,
  'result.none': ({ what }, { say }) => `${say(what)} kam nicht an`,
  'result.not-stored':
    'Das Bild ist gezeichnet, konnte aber nicht gespeichert werden: Wer den Bot betreibt, muss nach der Festplatte sehen',
};
