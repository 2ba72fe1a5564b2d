import type { IMAGE_PROMPTS as English } from '#shared/text/english/image-prompts.ts';
import type { Translation } from '#shared/text/message.ts';

/** Pictures beside the words of a prompt in German. */
export const IMAGE_PROMPTS: Translation<typeof English> = {
  'image-adapter.unusable': ({ file, reason }, { say }) => `IP-Adapter ${file} ist nicht nutzbar: ${say(reason)}`,
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
