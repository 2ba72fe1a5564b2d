import type { PREPROCESSORS as ENGLISH } from '#shared/text/english/preprocessors.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of control pictures and their networks. */
export const PREPROCESSORS: Translation<typeof ENGLISH> = {
  'preprocess.unknown': ({ known, given }, { say }) =>
    `No se puede hacer una imagen de control con ${say(given)}: los métodos de aquí son ${known.join(', ')}`,
  'preprocess.unknown-network': ({ method, known, given }, { say }) =>
    `No se puede hacer una imagen de control por ${method} con ` +
    `${say(given)}: las redes para ello aquí son ${known.join(', ')}`,
  'preprocess.no-network-needed': ({ method, given }, { say }) =>
    `No se puede hacer una imagen de control por ${method} con ${say(given)}: no necesita ninguna red`,
  'preprocess.no-thresholds': ({ method }) =>
    `No se puede hacer una imagen de control por ${method} con umbrales: solo canny los tiene; quítalos`,
  'preprocess.inside-only': ({ method }) =>
    `No se puede hacer sola una imagen de control con ${method}: se hace al dibujar, de su imagen y su máscara; pídela allí`,
  'preprocess.no-network': ({ method }) =>
    `No se puede hacer una imagen de control por ${method}: no se obtuvo ninguna red`,
  'preprocessor.unloadable': ({ file, reason }, { say }) =>
    `No se puede cargar el preprocesador ${file}: ${say(reason)}`,
  'preprocessor.foreign': ({ key }) =>
    'debe ser HED, PiDiNet, dibujo lineal, Depth Anything, DPT o la red de cuerpo de ' +
    `OpenPose con sus claves publicadas, se dio un archivo cuya primera clave es ${key}`,
  'preprocess.other-network': ({ file, kind, method }) =>
    `No se puede hacer una imagen de control por ${method} con ${file}: es una red para otra cosa (${kind})`,
  'preprocess.argument': ({ option, limit, given }, { say }) =>
    `No se puede hacer una imagen de control: ${option} debe ser ${say(limit)}, se dio ${say(given)}`,
  'preprocess.no-method': ({ known, given }, { say }) =>
    'No se puede hacer una imagen de control: la primera palabra ' +
    `debe ser un método (${known.join(', ')}), se dio ${say(given)}`,
  'limit.file-of-network': ({ kinds }) => `un archivo de la red que la encuentra (${kinds})`,
  'limit.no-file': 'omitido: este método no necesita ninguna red',
  'field.side': 'lado más corto',
  'field.low-threshold': 'umbral bajo',
  'field.high-threshold': 'umbral alto',
};
