import type { MACHINES as ENGLISH } from '#bot/text/english/machines.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of what the studio's page says of machines. */
export const MACHINES: Translation<typeof ENGLISH> = {
  'machines.get': ({ title }) => `${title} holen`,
  'machines.size': ({ gigabytes }, { number }) => `etwa ${number(gigabytes, 1)} GB`,
  'machines.licence': ({ licence }) => `Lizenz: ${licence}`,
  'machines.going': ({ here, all }, { number }) => `${number(here, 2)} von ${number(all, 2)} GB`,
  'machines.asking': 'Schaut nach, was es gibt',
  'machines.stop': 'Anhalten',
  'machines.go-on': 'Weiter',
  'machines.stopped': ({ here, all }, { number }) =>
    `Angehalten. ${number(here, 2)} von ${number(all, 2)} GB sind hier und bleiben.`,
  'machines.got': ({ title }) => `${title} ist da. Du kannst jetzt damit zeichnen.`,
  'machines.demo-hint':
    'Es ist winzig und zeichnet nur Szenen mit Stickern. Stable Diffusion 1.5 zeichnet alles andere.',
  'machines.more-models': 'Modelle zum Holen',
  'machines.drain': 'Nichts Neues mehr geben',
  'machines.drain-about':
    'Was sie gerade zeichnet, wird fertig; dann hast du sie für dich. Was wartet, geht woandershin.',
  'machines.fill': 'Wieder Bilder geben',
  'machines.maintain': 'In Wartung nehmen',
  'machines.maintain-about':
    'Was sie gerade zeichnet, wird fertig. Neues bekommt sie nicht, auch nach einem Neustart, bis du sie zurückholst.',
  'machines.maintain-why': 'Warum, für alle zu lesen',
  'machines.maintain-end': 'Zurückholen',
  'machines.preload': 'Laden',
  'machines.preload-about': 'Das erste Bild mit einem geladenen Modell beginnt sofort.',
  'machines.preload-model': 'Modell zum Laden',
  'machines.preloading': ({ model }) => `lädt ${model}`,
  'machines.style-history': 'Was er war',
  'machines.style-now': 'gilt jetzt',
  'machines.style-restore': 'Wieder so machen',
  'machines.style-preview': 'Die Wörter der Seite in diesem Stil',
  'machines.style-elsewhere':
    'Dieser Stil wurde woanders geändert, seit du ihn geöffnet hast. Speichere noch einmal, um deinen darüberzulegen; der andere bleibt im Verlauf.',
};
