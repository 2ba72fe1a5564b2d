import type { VIEWS as ENGLISH } from '#bot/text/english/views.ts';
import type { Translation } from '#shared/text/message.ts';
import { code, rich } from '#shared/text/rich.ts';

/** German of what panels and cards say. */
export const VIEWS: Translation<typeof ENGLISH> = {
  'panel.in-queue': 'In der Warteschlange',
  'panel.waiting': ({ why }, { say }) => `Wartet: ${say(why)}`,
  'panel.requeued': 'Wieder in der Schlange, weil der Renderer ausgefallen ist',
  'panel.place': ({ ahead }) => (ahead === 0 ? 'Als Nächstes an der Reihe' : `Platz ${ahead + 1} in der Schlange`),
  'panel.getting-ready': 'Wird vorbereitet',
  'panel.step': ({ step, steps }) => `Schritt ${step} von ${steps}`,
  'panel.finishing': 'Gleich fertig',
  'panel.drawn': ({ count, time }, { say }) =>
    count === 1 ? `Gezeichnet in ${say(time)}` : `${count} Bilder gezeichnet in ${say(time)}`,
  'panel.pictures-gone': 'Die Bilder sind nicht mehr gespeichert',
  'panel.failed': ({ why }) => `Das hat nicht geklappt: ${why}.`,
  'panel.cancelled': 'Abgebrochen',
  'panel.cancelled-by-moderator': 'Von der Moderation abgebrochen',
  'panel.deleted': 'Gelöscht',
  'panel.deleted-heading': 'Dieses Bild wurde gelöscht',
  'panel.second-attempt':
    'Der erste Renderer ist ausgefallen, deshalb wird es mit demselben Seed noch einmal gezeichnet',
  'panel.demo-hint': 'Das Demo-Modell zeichnet nur Bilderbuchszenen; /help sagt, wie du ein richtiges hinzufügst',
  'panel.preview': ({ step, steps, prompt }) => `Vorschau bei Schritt ${step} von ${steps}: ${prompt}`,
  'panel.picture': ({ index, count, prompt }) => `Bild ${index} von ${count}: ${prompt}`,

  'advice.edit': ({ edit }) => `Ändere es mit ${edit}.`,
  'advice.choose': ({ edit }) => `Wähle mit ${edit} einen anderen Stil oder ein anderes Modell.`,
  'advice.again': ({ again }) => `Mit ${again} bestellst du es noch einmal.`,
  'advice.wait': ({ again }) => `Warte einen Moment und nimm dann ${again}.`,
  'advice.operator': ({ again }) =>
    `${again} hilft vielleicht; wer den Bot betreibt, findet Einzelheiten im Protokoll.`,

  'button.reroll': 'Neu würfeln',
  'button.again': 'Noch einmal',
  'button.vary': 'Abwandeln',
  'button.upscale': 'Vergrößern',
  'button.edit': 'Bearbeiten',
  'button.cancel': 'Abbrechen',
  'button.delete': 'Löschen',
  'button.undo': 'Rückgängig',
  'button.more': 'Mehr',
  'button.upscale-number': ({ number }) => `U${number}`,
  'button.vary-number': ({ number }) => `V${number}`,
  'button.previous': 'Zurück',
  'button.next': 'Weiter',

  'settings.steps': ({ count }) => `${count} ${count === 1 ? 'Schritt' : 'Schritte'}`,
  'settings.guidance': ({ guidance }, { number }) => `Guidance ${number(guidance)}`,
  'settings.from-picture': ({ strength }, { number }) => `von einem Bild aus, Stärke ${number(strength)}`,
  'settings.inpainting': 'Teil eines Bildes neu gezeichnet',
  'settings.outpainting': 'um ein Bild herum gezeichnet',
  'settings.seed': ({ seed }) => `Seed ${seed}`,
  'settings.seeds': ({ first, last }) => `Seeds ${first}–${last}`,
  'settings.style': ({ style }) => `Stil ${style}`,
  'settings.sampler': ({ sampler, karras }) => `Sampler ${sampler}${karras ? ' Karras' : ''}`,
  'settings.spacing': ({ spacing }) => `Spacing ${spacing}`,
  'settings.model': ({ model }) => `Modell ${model}`,
  'settings.clip-skip': ({ layers }) => `CLIP-Skip ${layers}`,
  'settings.usual-side': 'üblich',

  'task-kind.draw': 'gezeichnet',
  'task-kind.upscale': 'vergrößert',
  'task-kind.restore': 'restauriert',
  'task-kind.describe': 'beschrieben',
  'task-kind.segment': 'segmentiert',
  'task-kind.animate': 'animiert',
  'task-kind.train': 'trainiert',
  'task-kind.preprocess': 'Kontrollbild',

  'time.about-seconds': ({ count }) => `etwa ${count} s`,
  'time.about-minutes': ({ count }) => `etwa ${count} min`,
  'time.about-hours': ({ count }) => `etwa ${count} h`,
  'time.seconds': ({ seconds, decimals }, { number }) => `${number(seconds, decimals)} s`,
  'time.minutes': ({ minutes, seconds }) => `${minutes} min ${seconds} s`,

  'queue.heading': 'Die Warteschlange',
  'queue.empty': 'Niemand wartet. Was du jetzt bestellst, wird sofort gezeichnet.',
  'queue.summary': ({ drawn, waiting }) =>
    `${jobs(drawn)} ${drawn === 1 ? 'wird' : 'werden'} gerade gezeichnet, ${waiting} ${waiting === 1 ? 'wartet' : 'warten'}.`,
  'queue.more': ({ count }) => (count === 1 ? 'Und 1 weiterer Auftrag.' : `Und ${count} weitere Aufträge.`),
  'queue.elsewhere': 'Ein Auftrag von einem anderen Server',
  'queue.other-channel': 'Ein Auftrag in einem anderen Kanal',

  'board.heading': 'Renderer',
  'board.none': 'Es ist noch kein Renderer eingerichtet.',
  'board.summary': ({ up, count }) => `${up} von ${count} Renderern verbunden.`,
  'board.shown': ({ count }) => `Zu sehen sind die ersten ${count}.`,
  'board.memory': ({ mebibytes }) => `${mebibytes} MiB Speicher`,
  'board.engine-starts': ({ count }) => `Seine Engine wurde ${count}-mal gestartet`,
  'board.on': ({ state, device }, { say, text }) => `${say(state)}, auf ${text(device)}`,
  'board.cpu': 'der CPU',
  'board.down': 'Nicht verbunden',
  'board.down-because': ({ why }) => `Nicht verbunden: ${why}`,
  'board.connected': 'Verbunden',
  'board.starting': 'Startet',
  'board.draining': 'Macht fertig, was er hat; nimmt nichts Neues an',
  'board.ready': 'Bereit',
  'board.drawing': ({ rendering, waiting }) =>
    `Zeichnet ${jobs(rendering)}, ${waiting || 'keiner'} ${waiting > 1 ? 'warten' : 'wartet'}`,
  'board.step-time': ({ names, milliseconds }) => `${names}: ${milliseconds} ms pro Schritt`,
  'board.long-step-time': ({ names, time }, { say }) => `${names}: ${say(time)} pro Schritt`,

  'style-card.heading': ({ name }) => `Stil ${name}`,
  'style-card.ready-made': 'Ein mitgelieferter Stil',
  'style-card.of-server': 'Ein Stil dieses Servers',
  'style-card.prompt': 'Prompt',
  'style-card.negative': 'Nicht im Bild',
  'style-card.model': 'Modell',
  'style-card.adapters': 'Adapter',
  'style-card.settings': 'Einstellungen',
  'styles.heading': 'Stile',
  'styles.none': 'Es gibt noch keinen Stil; mit /style create legst du einen an.',
  'styles.no-default': 'Ohne Stil werden die Worte so gezeichnet, wie sie dastehen.',
  'styles.default': ({ name, plain }) => rich`Ohne Angabe gilt der Stil ${name}; ${code(plain)} heißt: kein Stil.`,
  'styles.usual': ({ name }) => `${name} (Standard)`,
  'styles.no-description': 'Keine Beschreibung',
  'styles.page': ({ page, count, styles }) => `${styles} Stile, Seite ${page} von ${count}.`,
};

function jobs(count: number): string {
  return `${count} ${count === 1 ? 'Auftrag' : 'Aufträge'}`;
}
