import type { SEEING as English } from '#shared/text/english/seeing.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of what is wrong with networks that look at pictures. */
export const SEEING: Translation<typeof English> = {
  'describer.unloadable': ({ file, reason }, { say }) => `${file} kann keine Bilder beschreiben: ${say(reason)}`,
  'describer.missing': ({ file }) => `${file} gibt es nicht, weder als Datei noch als Ordner`,
  'describer.unknown': ({ known, given }, { say }) =>
    `Es gibt hier nichts namens ${say(given)}, das Bilder beschreibt: Es gibt ${known.join(', ')}`,
  'describer.convolutions': ({ wanted, given }) =>
    `Ein DeepDanbooru (model-resnet_custom_v3.pt) hat ${wanted} Faltungen, hier sind es ${given}`,
  'describer.no-tags': ({ wanted, given }) => `Die Liste der Tags muss ${wanted} haben, es sind ${given}`,
  'describer.no-network': ({ key }) =>
    `Als WD-Tagger muss es ein ViT, SwinV2, ConvNeXt oder EVA-02 mit den Schlüsseln von timm sein, der erste Schlüssel ist hier ${key}`,
  'describer.no-vocabulary':
    'Daneben muss vocab.txt von BERT oder eine tokenizer.json liegen, wie bert-base-uncased sie hat',
  'describer.no-captioner': ({ key }) => `Ein BLIP für Bildbeschreibungen muss das Gewicht ${key} haben`,
  'describer.no-config': 'Die config.json muss da und JSON sein',
  'safety.withheld':
    'Das Bild wird nicht gezeigt: Bilder werden hier geprüft, und dieses wird zurückgehalten; ' +
    'andere Worte oder ein anderer Seed können helfen',
  'safety.no-config': ({ folder }) =>
    `Die Prüfung von Bildern in ${folder} ist nicht zu laden: Die config.json muss da und JSON sein`,
  'safety.percent': ({ folder, file }) =>
    `EASEL_SAFETY_PERCENT gilt hier nicht: Es ist für ${file}, und die Prüfung in ${folder} hat eigene Grenzen`,
  'safety.missing': ({ key }) => `Die Prüfung von Bildern ist nicht zu laden: Das Gewicht ${key} muss da sein`,
  'safety.not-finite': ({ key }) =>
    `Die Prüfung von Bildern ist nicht zu laden: Das Gewicht ${key} hat NaN oder unendlich statt Zahlen, die Datei ist ` +
    'also beschädigt',
  'segmenter.unloadable': ({ file, reason }, { say }) => `${file} kann keine Dinge finden: ${say(reason)}`,
  'segmenter.unknown': ({ known, given }, { say }) =>
    `Es gibt hier nichts namens ${say(given)}, das Dinge findet: Es gibt ${known.join(', ')}`,
  'segmenter.words': ({ given }, { say }) =>
    `${say(given)} ist mit Worten nicht zu finden: Das braucht ein Netz, das Bilder beschreibt, und weder Punkte noch einen Kasten`,
  'segmenter.outside': ({ size, given }) =>
    `Das Ding ist nicht zu finden: Punkte müssen im Bild von ${size} liegen, angegeben: ${given}`,
  'segmenter.box': ({ size, given }) =>
    `Das Ding ist nicht zu finden: Der Kasten muss links, oben, rechts, unten im Bild von ${size} sein, angegeben: ${given}`,
  'segmenter.size': ({ option, own, given }) =>
    `Das Netz ist nicht zu laden: ${option} muss ${own} sein, wie seine Gewichte sagen, angegeben: ${given}`,
  'segmenter.nothing': 'Auf diesem Bild sticht nichts hervor; gib Punkte oder einen Kasten an',
  'limit.points': 'Pixel wie in [[120, 80], [30, 40, 0]], mit 0 für das, was nicht dazugehört',
  'limit.box': 'Pixel wie in [links, oben, rechts, unten]',
  'limit.pointing': 'Punkte, ein Kasten oder beides, oder stattdessen --everything',
  'segmenter.foreign': ({ missing, key }) =>
    `Es muss ein Segment Anything (sam_vit_b, _l oder _h) mit dem Gewicht ${missing} sein, der erste Schlüssel ist ${key}`,
  'segmenter.transformers':
    'Die Schlüssel sind die von transformers; nimm die Originaldatei, sam_vit_b_01ec64.pth oder ihresgleichen',

  'restorer.unloadable': ({ file, reason }, { say }) =>
    `Das Netz für Gesichter ${file} ist nicht zu laden: ${say(reason)}`,
  'restorer.unknown': ({ known, given }, { say }) =>
    `Es gibt hier nichts namens ${say(given)}, das Gesichter ausbessert: Es gibt ${known.join(', ')}`,
  'restorer.no-detector': ({ name }) =>
    `${name} kann keine Gesichter ausbessern: Daneben muss detection_Resnet50_Final.pth liegen, das sie findet`,
  'restorer.not-a-number': 'Gesichter ausbessern geht nicht: Das Netz hat mit etwas geantwortet, das keine Zahl ist',
  'restorer.no-face': 'Auf diesem Bild ist kein Gesicht deutlich genug, um gefunden und ausgebessert zu werden',
  'restorer.other-kind': ({ file, wanted, given }) =>
    `Das Netz für Gesichter ${file} ist nicht zu laden: Es muss ${wanted} sein, angegeben: ${given}`,
  'restorer.mobile': 'Es ist das RetinaFace für Telefone; nimm detection_Resnet50_Final.pth',
  'restorer.foreign': ({ key }) =>
    'Es muss CodeFormer (codeformer.pth), RetinaFace (detection_Resnet50_Final.pth) oder ParseNet ' +
    `(parsing_parsenet.pth) sein, der erste Schlüssel ist ${key}`,
};
