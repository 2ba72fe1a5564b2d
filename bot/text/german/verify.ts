import type { VERIFY as ENGLISH } from '#bot/text/english/verify.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of where a picture comes from. */
export const VERIFY: Translation<typeof ENGLISH> = {
  'command.verify': 'Woher ein Bild kommt, und ob seine Einstellungen es zeichnen',
  'command.verify.image': 'Das Bild, um das es geht',
  'menu.verify': 'Bild prüfen',
  'verify.proven': 'Von einem Netz gezeichnet: Seine Einstellungen ergeben hier dieses Bild',
  'verify.ours': 'Mit Easel gezeichnet: Sein Wasserzeichen ist in den Pixeln',
  'verify.says-network': 'Es sagt von sich, dass ein Netz es gemacht hat',
  'verify.says-settings': 'Es trägt Einstellungen eines Programms, das mit Netzen zeichnet; sonst sagt es nichts davon',
  'verify.nothing': 'Nichts sagt hier, dass ein Netz es gezeichnet hat; Zeichen lassen sich entfernen',
  'verify.manifest': 'C2PA-Manifest',
  'verify.watermark': 'Wasserzeichen',
  'verify.source': 'Herkunft nach IPTC',
  'verify.credit': 'Urheber und Rechte',
  'verify.settings': 'Einstellungen',
  'verify.again': 'Noch einmal gezeichnet',
  'verify.no-manifest': 'keines',
  'verify.valid': 'gültig',
  'verify.changed': 'das Bild wurde nach der Unterschrift verändert',
  'verify.broken': 'beschädigt oder gefälscht',
  'verify.manifest-is': ({ state, signer, program, source, when }, { say }) =>
    `${say(state)}; unterschrieben von ${signer}, gemacht mit ${program} am ${when}, Herkunft ${source}. Wer unterschrieben hat, ist gesagt, nicht geprüft.`,
  'verify.ingredients': 'Gemacht aus',
  'verify.made-from': ({ names }) => `${names}; was diese über sich gesagt haben, steht im Manifest`,
  'verify.marked': ({ score }, { number }) =>
    `gefunden, ${number(score)} Standardabweichungen über dem Zufall (5 genügen)`,
  'verify.unmarked': ({ score }, { number }) =>
    `nicht gefunden (${number(score)} Standardabweichungen über dem Zufall, 5 wären nötig)`,
  'verify.no-source': 'nicht angegeben',
  'verify.source-network': ({ source }) => `von einem Netz gemacht (${source})`,
  'verify.source-composite': ({ source }) => `zum Teil von einem Netz gemacht (${source})`,
  'verify.source-enhanced': ({ source }) => `von einem Netz verbessert (${source})`,
  'verify.no-settings': 'keine in der Datei, also lässt es sich nicht noch einmal zeichnen',
  'verify.waiting': ({ id }) => `wartet noch als Auftrag ${id}; frag in einer Weile noch einmal`,
  'verify.refused': ({ why }, { say }) => `nicht möglich: ${say(why)}`,
  'verify.exact': 'dasselbe Bild, Pixel für Pixel',
  'verify.difference': ({ mean, max, isScaled }, { number }) =>
    `im Mittel ${number(mean)} von 255 Stufen verschieden, höchstens ${number(max)}${isScaled ? ', auf diese Größe gebracht' : ''}`,
  'verify.no-file': ({ code }) =>
    `Diese Datei lässt sich nicht öffnen: ${code === 'ENOENT' ? 'Es gibt keine dieses Namens' : `Das System sagt ${code}`}`,
  'verify.left-out': ({ names }) => `Ohne das, was sich nicht übernehmen lässt: ${names}`,
};
