import type { GOING_ON as ENGLISH } from '#bot/text/english/going-on.ts';
import type { Translation } from '#shared/text/message.ts';
import { link, rich } from '#shared/text/rich.ts';

/** German of the ways to go on from a picture. */
export const GOING_ON: Translation<typeof ENGLISH> = {
  'menu.redraw': 'Neu zeichnen',
  'menu.start': 'Damit anfangen',
  'menu.describe': 'Beschreiben',
  'menu.style': 'Als Stil nehmen',
  'menu.upscale': 'Vergrößern',
  'menu.settings': 'Einstellungen zeigen',
  'menu.no-settings': 'Wie dieses Bild gezeichnet wurde, ist nicht zu sagen: In seiner Datei steht nichts davon',
  'menu.no-panel': 'Das geht mit dieser Nachricht nicht: Sie zeigt kein Bild, das Easel gezeichnet hat',
  'menu.no-picture': 'Das geht mit dieser Nachricht nicht: Es ist kein Bild darin',
  'menu.vary': 'Herauszoomen, mehr zeigen oder ein Bild abwandeln',

  'menu.part': 'Teil ändern',
  'menu.parts': 'Einen Teil ändern: Alles darin bekommt eine Nummer',
  'part.title': ({ number }) => `Teil ${number} neu zeichnen`,
  'area.left': 'Linke Hälfte',
  'area.right': 'Rechte Hälfte',
  'area.top': 'Obere Hälfte',
  'area.bottom': 'Untere Hälfte',
  'area.middle': 'Mitte',
  'area.edges': 'Ränder',
  'area.top-left': 'Oben links',
  'area.top-right': 'Oben rechts',
  'area.bottom-left': 'Unten links',
  'area.bottom-right': 'Unten rechts',
  'inpaint.where':
    'Es ist nicht gesagt, was neu gezeichnet wird: Gib eine Stelle wie „Mitte“ oder „der Hut“ an oder eine Maske, nicht beides',
  'inpaint.no-thing': ({ given, known }, { list }) =>
    `„${given}“ lässt sich im Bild nicht finden: Kein Renderer findet Dinge. Gib eine Maske an oder eines von ${list(known)}. ` +
    'Wer ihn betreibt, holt Netze dafür mit npm run models -- pull sam-vit-b, und blip-base für Worte',
  'part.likeliest': ({ what, percent }) =>
    `1 ist von allem, was gefunden wurde, am ehesten „${what}“ (${percent} %), auf Englisch gelesen`,
  'part.unread': ({ what }) => `„${what}“ konnte das Netz, das Worte kennt, nicht lesen; es liest Englisch`,
  'part.no-words':
    'Kein Renderer hier kennt Dinge beim Namen; sein Betreiber bekommt das mit npm run models -- pull blip-base',
  'part.choose': ({ what }) => `Drücke die Nummer von „${what}“; dort wird gezeichnet, was du geschrieben hast`,
  'region.area': 'Stelle',
  'menu.region': 'Einen Teil davon neu zeichnen',
  'region.mask': 'Oder eine Maske',
  'region.mask-about': 'Ein Bild der gleichen Form; was darin weiß ist, wird neu gezeichnet',
  'menu.hires': '1,5-mal so groß zeichnen, mit mehr Einzelheiten',
  'menu.animate': 'Animieren',
  'menu.restore': 'Gesichter ausbessern',
  'menu.info': 'Einstellungen und Herkunft zeigen',

  'info.settings': 'Einstellungen',
  'info.as-text': 'Als Prompt, der es noch einmal zeichnet',
  'info.from': 'Entstanden aus',
  'info.became': 'Daraus wurde',
  'info.id': 'Kennung',
  'panel.from': 'aus diesem',
  'show.from': ({ url }) => rich`Noch einmal gezeigt; ${link('die erste Nachricht', url)}.`,
  'pick.too-often': ({ max }) =>
    `Von hier aus geht das nicht noch einmal: Es wurde ${max}-mal bestellt und hat nicht geklappt oder ist gelöscht`,
  'pick.shown': ({ url }) =>
    url === '' ? 'Das ist schon bestellt und unterwegs.' : rich`Das ist schon bestellt: ${link('hier ist es', url)}.`,
  'command.upscale': 'Ein Bild vergrößern',
  'command.upscale.image': 'Das Bild: PNG, JPEG oder WebP',
  'command.upscale.scale': 'Wie viel größer; ohne Angabe 4-mal',
  'command.upscale.by': 'Welcher Upscaler; ohne Angabe der kleinste',
  'command.upscale.denoise':
    'Wie viel Rauschen weggeht, 0 bis 1, wo der Upscaler eine Datei hat, die es lässt; sonst alles',
  'option.denoise': 'entrauschen',
};
