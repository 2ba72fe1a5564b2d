import type { PRESETS as ENGLISH } from '#bot/text/english/presets.ts';
import type { Translation } from '#shared/text/message.ts';

/** German about styles and what they settle. */
export const PRESETS: Translation<typeof ENGLISH> = {
  'number.none': 'etwas, das keine Zahl ist',
  'number.endless': 'eine Zahl ohne Ende',

  'name.unknown-spacing': ({ given, known }) => `Es gibt kein Spacing „${given}“; möglich sind ${known.join(', ')}`,
  'name.unknown': ({ what, typed, meant, known, more }) => {
    const none = { style: 'keinen Stil', model: 'kein Modell', sampler: 'keinen Sampler', adapter: 'keinen Adapter' };
    const sentence = `Hier gibt es ${none[what]} „${typed}“`;
    if (meant !== '') return `${sentence}; meintest du „${meant}“?`;
    if (known.length === 0) return `${sentence}; es gibt noch gar nichts davon`;
    return `${sentence}; es gibt ${known.join(', ')}${more > 0 ? ` und ${more} weitere` : ''}`;
  },

  'range.steps': ({ max, given }, { text }) =>
    `Diese Schrittzahl geht nicht: Es muss eine ganze Zahl von 1 bis ${max} sein, angegeben ist ${text(given)}`,
  'range.guidance': ({ max, given }, { text }) =>
    `Diese Guidance geht nicht: Es muss eine Zahl von 0 bis ${text(max)} sein, angegeben ist ${text(given)}`,
  'range.count': ({ max, given }, { text }) =>
    `So viele Bilder gehen nicht: Es muss eine ganze Zahl von 1 bis ${max} sein, angegeben ist ${text(given)}`,
  'range.seed': ({ max, given }, { text }) =>
    `Dieser Seed geht nicht: Es muss eine ganze Zahl von 0 bis ${max} sein, angegeben ist ${text(given)}`,
  'range.side': ({ side, min, max, given }, { text }) =>
    `${SIDES[side]} geht nicht: Es muss eine ganze Zahl von ${min} bis ${max} Pixeln sein, angegeben ist ${text(given)}`,
  'range.side-multiple': ({ side, multiple, given, near }) =>
    `${SIDES[side]} geht nicht: Sie muss ein Vielfaches von ${multiple} sein, angegeben ist ${given}; ` +
    `am nächsten ${near.length === 1 ? 'liegt' : 'liegen'} ${near.join(' und ')}`,
  'range.steps-lowered': ({ max, given }, { text }) =>
    `Die Schritte wurden auf ${text(max)} gesenkt, mehr geht nicht; gewünscht war ${text(given)}`,
  'range.steps-lowered-for': ({ max, given, sampler }, { text }) =>
    `Die Schritte wurden auf ${text(max)} gesenkt, mehr macht der Sampler ${sampler} nicht; gewünscht war ${text(given)}`,
  'range.guidance-lowered': ({ max, given }, { text }) =>
    `Die Guidance wurde auf ${text(max)} gesenkt, mehr geht nicht; gewünscht war ${text(given)}`,

  'preset.name': ({ max, given }) =>
    `So kann ein Stil nicht heißen: 1–${max} Buchstaben, Ziffern und Bindestriche, angegeben ist „${given}“`,
  'preset.name-taken': ({ name }) => `Ein Stil kann nicht „${name}“ heißen: Das Wort bedeutet „kein Stil“`,
  'preset.name-written': ({ name }) => `Der Name schreibt sich „${name}“`,
  'preset.over-ready-made': ({ name }) =>
    `Er steht hier anstelle des mitgelieferten Stils „${name}“; wird er gelöscht, ist der wieder da`,
  'preset.description-length': ({ max, given }) =>
    `Diese Beschreibung ist zu lang: höchstens ${max} Zeichen, angegeben sind ${given}`,
  'preset.negative-length': ({ max, given }) =>
    `Dieser negative Prompt ist zu lang: höchstens ${max} Zeichen, angegeben sind ${given}`,
  'preset.no-karras': ({ sampler }) =>
    `Der Sampler „${sampler}“ kennt keine Karras-Abstände, deshalb wird ohne sie gezeichnet`,
  'preset.size': ({ given }) => `Diese Größe geht nicht: Sie muss aussehen wie 512x768, angegeben ist „${given}“`,
  'preset.clip-skip': ({ max, given }, { text }) =>
    `So viele Schichten des Text-Encoders lassen sich nicht weglassen: 0 bis ${max}, angegeben ist ${text(given)}`,

  'template.length': ({ max, given, added }) =>
    `Diese Vorlage ist zu lang: höchstens ${max} Zeichen${added && ` mit „${added}“ davor`}, angegeben sind ${given}`,
  'template.place-twice': ({ place, count }) =>
    `Diese Vorlage geht nicht: „${place}“ darf nur einmal darin stehen, angegeben ist es ${count}-mal`,
  'template.flag': ({ given }) =>
    `Diese Vorlage geht nicht: Sie enthält nur Worte, Einstellungen haben eigene Optionen, angegeben ist „${given}“`,
  'template.place-added': ({ template }) => `Die Worte eines Prompts kommen nach vorn: „${template}“`,

  'adapter.twice': ({ name }) => `Der Adapter „${name}“ ist zweimal angegeben`,
  'adapter.too-many': ({ max, given }) => `So viele Adapter gehen nicht: höchstens ${max}, angegeben sind ${given}`,
  'adapter.weight': ({ name, max, given }, { text }) =>
    `Der Adapter „${name}“ geht so nicht: Gewichte gehen von -${max} bis ${max}, angegeben ist ${text(given)}`,

  'ready-made.fast': 'Ein Bild in 4 Schritten',
  'ready-made.base': 'Deine Worte, ohne was niemand will',
  'ready-made.photo': 'Wie eine Kamera es sieht',
  'ready-made.cinematic': 'Ein Standbild aus einem Film',
  'ready-made.cartoon': 'Kräftige Umrisse, flächige Farben',
  'ready-made.line-art': 'Klare schwarze Linien, sonst nichts',
  'ready-made.low-poly': 'Aus wenigen Dreiecken gebaut',
  'ready-made.oil': 'Dicke Farbe auf Leinwand',
  'ready-made.charcoal': 'Verwischte Kohle auf rauem Papier',
  'ready-made.pastel': 'Blasse Kreide auf Papier',
  'ready-made.anime': 'Flächig schattiert wie im Anime',
  'ready-made.isometric': 'Eine kleine Welt, schräg von oben',
  'ready-made.storybook': 'Eine Bilderbuchszene in 4 Schritten',
  'ready-made.fine': 'Eine Bilderbuchszene mit mehr Sorgfalt: 20 Schritte',
  'ready-made.pixel-art': 'Große viereckige Pixel',
  'ready-made.watercolor': 'Weiche Farbe auf Papier',
  'ready-made.blueprint': 'Weiße Linien auf blauem Papier',
  'ready-made.neon': 'Leuchtende Linien im Dunkeln',
  'ready-made.chalkboard': 'Kreide auf einer grünen Tafel',
};

const SIDES = { width: 'Diese Breite', height: 'Diese Höhe' } as const;
