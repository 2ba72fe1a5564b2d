import type { TRAINING as English } from '#shared/text/english/training.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of what training says. */
export const TRAINING: Translation<typeof English> = {
  'training.kind': ({ name, family }) =>
    `${name} kann nicht trainiert werden: nur Modelle, die allein aus Worten zeichnen, und keine Refiner; dieses ist ${family}`,
  'training.zero-snr': ({ name }) =>
    `${name} kann nicht mit Zero-SNR trainiert werden: es sagt das Rauschen voraus, und bei reinem Rauschen gibt es nichts zu sagen; das geht nur mit v-prediction`,
  'training.like-noise': ({ name }) =>
    `Die Verluste von ${name} können nicht wie Rauschen gewichtet werden: sie sind es schon; nur die von v-prediction-Modellen nicht`,
  'training.copy': ({ name, out }) =>
    `Das trainierte ${name} kann nicht nach ${out} geschrieben werden: dort darf noch nichts sein, und das Modell muss .safetensors sein`,
  'training.no-folder': ({ folder, problem }) => `Die Bilder in ${folder} sind nicht lesbar: ${problem}`,
  'training.no-pictures': ({ folder }) =>
    `Mit ${folder} kann nicht trainiert werden: mindestens ein brauchbares Bild (PNG, JPEG oder WebP) muss darin sein`,
  'training.too-many': ({ limit, given }) =>
    `Mit so vielen Bildern geht es nicht: höchstens ${limit}, es sind ${given}`,
  'training.begin': ({ given }) =>
    `Neue Wörter können nicht als ${JSON.stringify(given)} beginnen: es muss ein Wort sein, das das Modell kennt`,
  'training.no-token': ({ token }) =>
    `${token} kann nicht gelernt werden: Eine Beschreibung muss es mindestens enthalten (--caption oder eine .txt neben einem Bild), aber keine tut es`,
  'training.other-run': ({ file }) =>
    `Von ${file} aus geht es nicht weiter: es muss zu einem Training mit denselben Einstellungen und Bildern gehören`,
  'training.not-finite': ({ limit }) =>
    `Das Training endet: ${limit} Verluste nacheinander sind keine Zahlen, und davor war nichts gelernt; eine kleinere Lernrate kann helfen`,
  'training.broke-off': ({ steps, file }) =>
    `Das Training kann nicht weitergehen: die Verluste sind keine Zahlen mehr; was davor war, nach ${steps} ${steps === 1 ? 'Schritt' : 'Schritten'}, steht in ${file}. Eine kleinere Lernrate kann helfen`,
  'training.nothing-learnt': 'Dieses Training wurde vor seinem ersten Schritt beendet: es gibt nichts zu behalten',
  'training.picture': ({ name, reason }, { say }) => `${name} bleibt weg: ${say(reason)}`,
  'training.unlike': ({ key }) =>
    `Die beiden Modelle lassen sich nicht vergleichen: sie müssen von einer Familie sein, ${key} ist nicht in beiden gleich groß`,
  'training.twice': 'dasselbe Bild ist schon da',
  'training.large': 'es ist zu groß: höchstens 64 MiB und 40 Millionen Pixel',
  'training.format': ({ format }) => `es muss PNG, JPEG oder WebP sein, nicht ${format}`,
  'training.animated': 'es bewegt sich; trainiert wird nur mit stehenden Bildern',
  'training.small': ({ width, height, limit }) =>
    `seine Seiten müssen mindestens ${limit} Pixel haben, es hat ${width}x${height}`,
  'training.narrow': ({ width, height, limit }) =>
    `eine Seite darf höchstens ${limit}-mal so lang wie die andere sein, ist ${width}x${height}`,
  'training.broken': 'es ist nicht lesbar',
  'training.no-picture': 'es gibt kein Bild dieses Namens',
  'training.folder': 'ein Ordner muss N_Worte heißen: wie oft (1 bis 999) seine Bilder kommen, und ihre Worte',
  'training.captions': ({ count }) =>
    `${count} Bilder haben keine Worte; sie kommen aus --caption, einer .txt neben jedem Bild oder Ordnern namens N_Worte`,
  'training.no-crop': ({ count }) =>
    `${count} ${count === 1 ? 'Bild hat' : 'Bilder haben'} schon die Form, in der trainiert wird: dort wird nichts abgeschnitten`,
  // Of requests.
  'training.method': ({ known, given }, { say }) =>
    `Mit ${typeof given === 'string' ? given : say(given)} kann nicht trainiert werden; möglich ist ${known.join(', ')}`,
  'field.pictures': 'Bilder',
  'field.repeats': 'Wiederholungen eines Bildes',
  'field.rank': 'Rang',
  'field.learning-rate': 'Lernrate',
  'field.batch': 'Bilder je Schritt',
  'field.class-pictures': 'Bilder der Klasse',
  'field.samples': 'Prompts der Proben',
  'field.every-steps': 'Schritte zwischen Proben',
  'field.caption': 'Bildbeschreibung',
  'field.word': 'Wort',
  'field.own-adapters': 'mitgegebene Adapter',
  'field.precision': 'Genauigkeit',
  'field.train-text': 'Training der Textencoder',
  'limit.given-without': ({ option }) => `ohne ${option} angegeben`,
  'limit.pictures-folder': 'ein Ordner mit Bildern',
  'limit.safetensors': 'ein Name, der auf .safetensors endet',
  'limit.step-rules': 'Anteile von --lr mit dem Schritt, vor dem jeder gilt, dann ein letzter, wie 1:300,0.1:400,0.01',
  'limit.aspect': ({ limit }) => `auf einer Seite höchstens ${limit}-mal so lang wie auf der anderen`,
  'limit.one-word': 'ein Wort ohne Leerzeichen',
  'limit.bytes-in-all': ({ limit }) => `zusammen höchstens ${limit} Bytes`,
};
