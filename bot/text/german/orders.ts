import type { ORDERS as ENGLISH } from '#bot/text/english/orders.ts';
import type { Translation } from '#shared/text/message.ts';

/** German about orders. */
export const ORDERS: Translation<typeof ENGLISH> = {
  'order.no-spacing': ({ sampler, spacing }) =>
    `${sampler} hat eigene Zeitschritte und zeichnet deshalb ohne Spacing ${spacing}`,
  'order.chosen': ({ text }) => `Gewählt: ${text}`,
  'order.permutes': ({ count }) =>
    `${count} Bilder lassen sich nicht als eines zeichnen: Worte in geschweiften Klammern mit Kommas wollen je ein Bild. Mit {a|b} wird eines gewählt`,
  'order.permutations-max': ({ max, given }) =>
    `So viele Bilder eines Prompts gehen nicht: seine Klammern wollen ${given}, höchstens ${max}`,
  'order.weighting': ({ given, known }) =>
    `Worte lassen sich nicht nach „${given}“ gewichten: es gibt ${known.join(', ')}`,
  'order.strength-idle': 'Die Stärke wirkt nur mit einem Bild, von dem ausgegangen wird; hier gibt es keines',
  'order.keep': ({ given }) =>
    `Unklar, ob der Rest des Bildes bleiben soll: --keep nimmt on oder off, gegeben ${given}`,
  'order.keep-idle': '--keep wirkt nur, wo ein Teil eines Bildes neu gezeichnet wird; hier gibt es keinen',
  'order.no-renderer-yet':
    'Noch ist kein Renderer verbunden, also gibt es nichts, womit gezeichnet werden kann; versuch es gleich noch einmal',
  'order.nobody-answered':
    'Noch kann nichts gezeichnet werden: Bisher hat kein Renderer geantwortet. Versuch es gleich noch einmal',
  'order.parent-gone': 'Dieses Bild gibt es nicht mehr, deshalb kann es nicht noch einmal gezeichnet werden',
  'order.no-upscaler':
    'Kein Renderer kann Bilder vergrößern. Wer ihn betreibt, holt Netze dafür mit npm run models -- pull realesrgan',
  'order.upscaler': ({ known, given }) => `Mit „${given}“ lässt es sich nicht vergrößern: Es gibt ${known.join(', ')}`,
  'order.no-denoise': ({ known, name }) =>
    `Wie stark ${name === '' ? 'ein Upscaler' : `„${name}“`} entrauscht, lässt sich hier nicht sagen: ${known.length > 0 ? `Das geht nur mit ${known.join(', ')}` : 'Dazu gehört eine zweite Datei neben ihm, wie realesr-general-wdn-x4v3 neben realesr-general-x4v3'}`,
  'order.no-animator':
    'Kein Renderer kann Bilder bewegen. Sein Betreiber holt ein Modell mit npm run models -- pull svd',
  'order.no-restorer':
    'Kein Renderer kann Gesichter ausbessern. Wo es Netze dafür gibt, sagt dem Betreiber npm run models -- pull codeformer',
  'restore.licence': ({ licence }) => `Gesichter werden unter der Lizenz ${licence} ausgebessert`,
  'order.no-describer':
    'Kein Renderer kann Bilder beschreiben. Wer ihn betreibt, holt ein Netz dafür mit npm run models -- pull blip-base',
  'order.no-segmenter':
    'Kein Renderer kann Dinge in Bildern finden. Wer ihn betreibt, holt ein Netz dafür mit ' +
    'npm run models -- pull sam-vit-b',
  'order.picture-gone': 'Dieses Bild gibt es nicht mehr, deshalb lässt sich nichts daraus machen',
  'order.square-already': 'Dieses Bild ist schon quadratisch',
  'order.undrawable': ({ model, adapters, sampler }) => {
    const parts = [`das Modell „${model}“`, ...adapters.map((name) => `dem Adapter „${name}“`)];
    return `Das kann nicht gezeichnet werden: Kein Renderer hat ${parts.join(' mit ')} und den Sampler „${sampler}“`;
  },
  'order.pixels': ({ count, width, height, max, given }) => {
    const what = count === 1 ? `${width}×${height} Pixel` : `${count} Bilder von ${width}×${height} Pixeln`;
    return `${what} gehen nicht: höchstens ${max} Pixel zusammen, angegeben sind ${given}`;
  },
  'order.negative-idle': ({ guidance }, { number }) =>
    `Ein negativer Prompt wirkt erst mit einer Guidance über 1; hier ist sie ${number(guidance)}`,
  'order.lcm-guidance': ({ guidance }, { number }) =>
    `Der Sampler lcm ist für eine Guidance bis 2 gemacht; ${number(guidance)} kann die Farben überreizen`,
  'order.negative-and': 'AND bewirkt in einem negativen Prompt nichts: Seine Teile zählen zusammen',
  'order.prompt-length': ({ max, given, styled }, { amount }) =>
    `Dieser Prompt ist zu lang: höchstens ${amount(max)} Zeichen, angegeben sind ${amount(given)}${withStyle(styled)}`,
  'order.negative-length': ({ max, given, styled }, { amount }) =>
    `Dieser negative Prompt ist zu lang: höchstens ${amount(max)} Zeichen, ` +
    `angegeben sind ${amount(given)}${withStyle(styled)}`,
  'order.variants': ({ steps, variants, characters, variantsMax, charactersMax }, { amount }) =>
    `Dieser Prompt ist zu verwickelt: In ${steps} Schritten werden daraus ${variants} verschiedene Texte mit ` +
    `${amount(characters)} Zeichen; höchstens ${variantsMax} mit ${amount(charactersMax)} können gelesen werden`,
  'order.empty': 'Der Prompt ist leer: Schreib, was gezeichnet werden soll',
  'order.settings-only': 'Der Prompt besteht nur aus Einstellungen: Schreib auch, was gezeichnet werden soll',
  'order.more-problems': 'Weiter hinten gibt es noch mehr davon',
  'order.adapter-note': ({ adapter, note }, { say }) => `Der Adapter „${adapter}“ wirkt nicht ganz: ${say(note)}`,
  'order.adapters-max': ({ max }) => `Ein Bild kann höchstens ${max} Adapter haben`,
  'order.without-style': ({ style, why }, { say }) => `Ohne den üblichen Stil „${style}“ gezeichnet: ${say(why)}`,
  'order.style-model-gone': ({ style, model }) =>
    `Der Stil „${style}“ wird mit dem Modell „${model}“ gezeichnet, das gerade kein Renderer hat`,
  'order.style-other-model': ({ style, model, other }) =>
    `Der Stil „${style}“ wird mit dem Modell „${model}“ gezeichnet, nicht mit „${other}“`,
  'order.style-adapter': ({ style, adapter, model }) =>
    `Der Stil „${style}“ braucht den Adapter „${adapter}“, und den hat das Modell „${model}“ nicht`,
  'order.hires-scale': ({ max, given }, { number }) =>
    `So geht kein zweiter Durchgang: Er macht die Seiten mehr als 1- und höchstens ${max}-mal so lang, angegeben ist ${number(given)}`,
  'order.hires-start':
    'Ein zweiter Durchgang geht nicht bei einem Bild, das mit einem anderen anfängt: Lass eines von beiden weg',
  'order.hires-size': ({ width, height, count, sideMax, pixelsMax }, { amount }) =>
    `Ein zweiter Durchgang mit ${count} × ${width}×${height} Pixeln geht nicht: Eine Seite hat höchstens ${sideMax}, ` +
    `alle Bilder zusammen ${amount(pixelsMax)}`,
  'order.hires-by': ({ known, given }) =>
    `Mit „${given}“ lässt sich für den zweiten Durchgang nicht vergrößern: Es gibt ${known.join(', ')}`,
  'order.hires-by-alone': 'Was vergrößert wird, gilt nur bei einem zweiten Durchgang: Sag auch, wievielmal größer',
  'order.hires-refiner': 'Ein zweiter Durchgang und ein Refiner zugleich gehen nicht: Lass eines von beiden weg',
  'order.no-refiner': 'Mit einem Refiner geht es nicht: Kein Renderer hat einen',
  'order.refiner-family': ({ model }) =>
    `Was „${model}“ zeichnet, lässt sich nicht verfeinern: Refiner gehen von SDXL, SSD-1B und Vega aus weiter`,
  'order.refiner-part':
    'Ein Teil eines Bildes oder was um eines herum gezeichnet wird, lässt sich nicht verfeinern: Lass den Refiner weg',
  'order.handover': ({ given }, { number }) =>
    `Dort lässt sich nicht an den Refiner übergeben: Es muss über 0 und unter 1 sein, angegeben ist ${number(given)}`,
  'order.chaos': ({ given }, { number }) =>
    `Bilder lassen sich so nicht streuen: --chaos geht von 1 (fast gleich) bis 100 (so verschieden wie ohne), angegeben ${number(given)}`,
  'order.chaos-alone': '--chaos wirkt zwischen mehreren Bildern, hier ist es eines: schreib auch --count 4',
  'order.chaos-subseed':
    '--chaos geht nicht neben --subseed: beide mischen das Rauschen der Bilder; lass eines davon weg',
  'order.subseed': ({ max, given }, { number }) =>
    `Dieses Rauschen lässt sich nicht beimischen: --subseed muss eine ganze Zahl von 0 bis ${max} sein, angegeben ${number(given)}`,
  'order.subseed-strength': ({ given }, { number }) =>
    `So viel fremdes Rauschen lässt sich nicht beimischen: --subseed_strength geht von 0 bis 1, angegeben ${number(given)}`,
  'order.subseed-idle': '--subseed wirkt erst mit einer Stärke: schreib auch --subseed_strength 0.2',
  'order.stop': ({ given }, { number }) =>
    `Dort lässt sich nicht anhalten: --stop geht von 1 bis 100 Prozent der Schritte, angegeben ${number(given)}`,
  'order.stop-twice':
    'Früh anhalten und mit zweitem Durchgang oder Refiner weitermachen geht nicht: lass --stop weg oder diese',
  'order.tile-margins':
    'Um ein Bild herum lässt sich nicht so zeichnen, dass die Ränder aneinanderpassen: lass --tile weg',
  'order.no-newer': ({ flags }) =>
    `Mit ${flags.join(' und ')} lässt sich nicht zeichnen: kein Renderer hier kann das; wer ihn betreibt, bringt ihn auf den neuen Stand`,
  'order.no-draft': 'Dieses Bild lässt sich nicht fertig zeichnen: Es ist kein Entwurf',
  'order.needs-image': ({ model }) =>
    `Das Modell „${model}“ verändert Bilder: Gib ein Bild an, mit dem angefangen wird`,
  'order.needs-mask': ({ model }) =>
    `Das Modell „${model}“ zeichnet Teile von Bildern neu: Gib ein Bild mit einer Maske an, ` +
    'oder lass mit ✨ Abwandeln um ein Bild herum zeichnen',
  'order.strength': ({ given }, { number }) =>
    `Mit dem Bild lässt sich so nicht anfangen: Die Stärke muss über 0 und höchstens 1 sein, angegeben ist ${number(given)}`,
  'order.control-none': ({ model }) =>
    `Mit ${model} lässt sich keinem Kontrollbild folgen: Kein Renderer hat ein Kontrollnetz dafür. ` +
    'Wer ihn betreibt, holt eines mit npm run models -- pull canny-sd15 oder canny-sdxl',
  'order.control-made': ({ method }) =>
    `Was das Kontrollnetz liest, wird mit ${method} aus deinem Bild gemacht, außer das Bild zeigt es schon`,
  'order.control-which': ({ model, known }) =>
    `Was das Kontrollbild zeigt, muss gesagt sein: Gib steuerung an, für ${model} eines von ${known.join(', ')}`,
  'order.control-unknown': ({ model, known, given }) =>
    `Mit ${given} lässt sich keinem Kontrollbild folgen: Für ${model} gibt es ${known.join(', ')}`,
  'order.control-picture': ({ network }) =>
    `Ohne Bild kann ${network} keinem folgen: Gib ein steuerbild an; nur Netze zum Ausfüllen brauchen keines`,
  'order.control-hole': ({ network }) =>
    `${network} passt hier nicht: Es füllt aus, was markiert ist; gib ein Bild mit Maske an, oder erweitere eines`,
  'order.control-older': ({ network }) =>
    `${network} geht nicht: Die Renderer, die es haben, sind zu alt, um damit auszufüllen, was markiert ist`,
  'order.control-span': ({ from, to }, { number }) =>
    `Dort lässt sich dem Kontrollbild nicht folgen: Der Anfang muss ab 0 und vor dem Ende liegen, das Ende höchstens bei 1, gegeben sind ${number(from)} und ${number(to)}`,
  'order.control-weight': ({ max, given }, { number }) =>
    `So genau lässt sich dem Kontrollbild nicht folgen: steuerung-stärke muss über 0 und höchstens ${number(max)} sein, gegeben ist ${number(given)}`,
  'order.no-image-adapter': ({ model }) =>
    `Ein Vorbild geht nicht: Kein Renderer hat einen IP-Adapter für ${model}; lass das Bild weg oder nimm einen anderen ` +
    'Stil. Wer ihn betreibt, holt einen mit npm run models -- pull ip-adapter-sd15 oder ip-adapter-sdxl',
  'order.like-strength': ({ max, given }, { number }) =>
    `Ein Vorbild geht so nicht: Seine Stärke muss über 0 und höchstens ${max} sein, angegeben ist ${number(given)}`,
  'order.style-whole': ({ model }) =>
    `${model} kann den Stil eines Bildes nicht allein übernehmen, darum wirkt das ganze`,
  'order.first-frame': ({ frames }) => `Das Bild hat ${frames} Einzelbilder, ausgegangen wird vom ersten`,
  'order.strength-raised': ({ steps, given, used }, { number }) =>
    `Stärke ${number(given)} ließe das Bild, wie es ist: In ${steps} Schritten sind ${number(used)} das Mindeste`,
  'order.margins': ({ width, height, min }) =>
    `So viel lässt sich nicht um das Bild zeichnen: In ${width}×${height} Pixeln blieben davon weniger als ${min}`,
  'order.ratio': 'Dieses Seitenverhältnis geht nicht: Beide Seiten müssen Zahlen über 0 sein, zum Beispiel 3:2',
  'order.ratio-range': ({ across, down, min, max, widest }, { number }) =>
    `Das Seitenverhältnis ${number(across)}:${number(down)} geht nicht: Seiten gehen von ${min} bis ${max} Pixeln, ` +
    `also höchstens ${widest}:1`,
};

function withStyle(styled: boolean): string {
  return styled ? ' mit dem Stil' : '';
}
