import type { IMAGE_PROMPTS as English } from '#shared/text/english/image-prompts.ts';
import type { Translation } from '#shared/text/message.ts';

/** Pictures beside the words of a prompt in German. */
export const IMAGE_PROMPTS: Translation<typeof English> = {
  'image-adapter.unusable': ({ file, reason }, { say }) => `IP-Adapter ${file} ist nicht nutzbar: ${say(reason)}`,
  'image-adapter.unknown': ({ model, known, given }, { say }) =>
    known.length > 0
      ? `IP-Adapter ${say(given)} geht nicht mit Modell ${model}: passend sind ${known.join(', ')}`
      : `Ein Bild neben den Wörtern geht nicht mit Modell ${model}: hier ist kein IP-Adapter dafür`,
  'image-adapter.no-encoder': ({ file, wanted, encoder }, { say }) =>
    `IP-Adapter ${file} ist nicht nutzbar: er liest ${say(encoder)}, und bei den Modellen ist kein Bildleser der Breite ` +
    `${wanted}; einer gehört nach clip_vision`,
  'image-adapter.none-acquired': ({ model }) =>
    `Mit einem Bild neben den Wörtern kann ${model} nicht zeichnen: kein IP-Adapter wurde geladen`,
  'image-adapter.no-scope': ({ model, adapter, scope }) =>
    `IP-Adapter ${adapter} kann nicht ${scope} allein übernehmen: das trennen nur Modelle der SDXL-Familie, und ${model} ` +
    'ist keines; nimm alles',
  'image-encoder.foreign': ({ file, key }) =>
    `Bildleser ${file} ist nicht nutzbar: nötig ist ein CLIP-Bildmodell mit seiner Projektion, gegeben ist eine Datei, ` +
    `deren erster Schlüssel ${key} ist`,
  'image-encoder.misfit': ({ file, adapter, wanted, given, key, encoder }, { say }) =>
    `Bildleser ${file} geht nicht mit IP-Adapter ${adapter}: dessen ${key} liest ${wanted} Zahlen, der Bildleser gibt ` +
    `${given}; nötig ist ${say(encoder)}`,

  'render.no-image-encoder':
    'Nicht möglich: --ip-adapter braucht --image-encoder, den Ordner oder die Datei seines CLIP-Bildmodells',
  'render.stray-ip': ({ option }) => `Nicht möglich: ${option} gehört zu einem --ip-adapter, und der fehlt`,
  'render.ip-adapter': ({ given }) =>
    `Nicht möglich: --ip-adapter muss FILE:IMAGE:SCALE oder FILE:IMAGE:SCALE:MASK sein, angegeben: ${given}`,

  'image-adapter.face-id': ({ key }) =>
    `${key} zeigt, dass er ein FaceID-Adapter ist, der einen nur nicht-kommerziell nutzbaren Gesichtserkenner liest; ` +
    'das geht hier nicht, ein plus-face-Adapter schon',
  'image-adapter.foreign': ({ key }) =>
    `nötig ist ein IP-Adapter mit image_proj und ip_adapter, gegeben ist eine Datei, deren erster Schlüssel ${key} ist`,
  'image-adapter.family': ({ key, wanted, given, model }) =>
    `${key} muss für Modell ${model} ${wanted.join('×')} sein, ist aber ${given.join('×')}: er ist für eine andere ` +
    'Familie; nötig ist einer für diese',
  'image-adapter.attentions': ({ wanted, given, model }) =>
    `Modell ${model} sieht an ${wanted} Stellen auf Wörter, er ist für ${given}: er ist für eine andere Familie; nötig ` +
    'ist einer für diese',

  'encoder.vit-l': 'CLIP ViT-L/14',
  'encoder.vit-h': 'OpenCLIP ViT-H/14',
  'encoder.vit-bigg': 'OpenCLIP ViT-bigG/14',
  'encoder.of-width': ({ width }) => `ein Bildleser der Breite ${width}`,
};
