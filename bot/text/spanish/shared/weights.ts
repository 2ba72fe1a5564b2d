import type { WEIGHTS as ENGLISH } from '#shared/text/english/weights.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of what is wrong with a file of weights, and with writing one. */
export const WEIGHTS: Translation<typeof ENGLISH> = {
  'weights.unreadable': ({ file, reason }, { say }) => `No se pueden leer los pesos ${file}: ${say(reason)}`,
  'weights.missing': ({ file }) => `No se pueden leer los pesos ${file}: no existe un archivo así que podamos abrir`,
  'weights.gone': ({ file }) => `No se pueden leer los pesos ${file}: el archivo ya no está`,
  'weights.twice': ({ key }) => `No se pueden escribir los pesos: ${key} se da dos veces`,
  'weights.write-size': ({ key, file, expected, given }) =>
    `No se puede escribir el peso ${key} en ${file}: su forma necesita ${expected} bytes, se dio ${given}`,
  'weights.disk-full': ({ file }) => `No se pueden escribir los pesos ${file}: el disco está lleno`,
  'weights.no-folder': ({ file }) => `No se pueden escribir los pesos ${file}: no se puede escribir en la carpeta`,
  'weights.no-file': 'no es un archivo',
  'weights.ended': ({ byte }) => `el archivo terminó en el byte ${byte}`,
  'weights.ending': ({ known, given }) => `los pesos deben ser ${formats(known)}, se dio ${given}`,
  'weights.no-ending': ({ known }) => `los pesos deben ser ${formats(known)}, no se dio ninguna extensión`,
  'weights.unread': ({ given, known }) =>
    `un peso en él está guardado como ${given}; los formatos son ${known.join(', ')}`,
  'weights.is-gguf':
    'es un archivo GGUF: sus pesos están cuantizados, y eso no ' +
    'se admite. Usa el .safetensors fp16 o fp8 de este modelo',
  'weights.is-pointer':
    'es un puntero de git-lfs, no los pesos: ejecuta "git lfs pull", o descarga el propio archivo desde su página',
  'weights.is-page':
    'es una página web, no pesos: la descarga falló o pide iniciar ' +
    'sesión. Descarga el propio archivo e inténtalo de nuevo',
  'weights.is-text': 'es un texto (JSON), no pesos: la descarga falló, o es otro archivo del modelo',
  'weights.is-archive': 'es un archivo comprimido: descomprímelo y usa el .safetensors o .ckpt que contiene',
  'weights.is-picture': 'es una imagen, no pesos',
  'weights.is-keras': 'es un archivo de Keras (HDF5). Usa el .safetensors de este modelo',
  'weights.is-blank': 'empieza solo con ceros: la descarga no terminó. Descárgalo de nuevo',
  'weights.too-short': ({ bytes }) =>
    `tiene ${bytes} bytes, demasiado poco para un archivo safetensors: descárgalo de nuevo`,
  'weights.header-too-long': ({ bytes, limit }) =>
    `no es un archivo safetensors (su cabecera tendría ${bytes} bytes, ${limit} como máximo): descárgalo de nuevo o usa otro archivo`,
  'weights.header-truncated': ({ bytes }) =>
    `su cabecera necesita ${bytes} bytes, pero el archivo termina antes: está cortado. Descárgalo de nuevo`,
  'weights.header-no-text': 'su cabecera no es texto UTF-8, así que está dañado o no es un archivo safetensors',
  'weights.header-no-json': 'su cabecera no es JSON, así que está dañado o no es un archivo safetensors',
  'weights.header-deep': ({ limit }) =>
    `su cabecera anida a más de ${limit} niveles, así que está dañado o hecho para hacer daño`,
  'weights.header-no-object': 'su cabecera no es un objeto JSON',
  'weights.header-repeats': ({ key }) => `su cabecera nombra ${key} dos veces`,
  'weights.overlap': ({ weight, before }, { say }) => `${say(weight)} se solapa con ${say(before)}`,
  'weights.gap': ({ bytes, before, weight }, { say }) =>
    `${bytes} bytes entre ${say(before)} y ${say(weight)} no pertenecen a nada`,
  'weights.rest': ({ bytes, before }, { say }) => `${bytes} bytes tras ${say(before)} no pertenecen a nada`,
  'weights.the-header': 'la cabecera',
  'weights.the-weight': ({ key }) => `el peso ${key}`,
  'weights.of-weight': ({ key, reason }, { say }) => `el peso ${key} ${say(reason)}`,
  'weights.no-object': 'está descrito por algo que no es un objeto',
  'weights.no-format': ({ given, known }) => `está guardado como ${given}; los formatos son ${known.join(', ')}`,
  'weights.no-shape': 'tiene una forma que no es una lista de tamaños',
  'weights.no-offsets': 'no tiene un par de posiciones de datos',
  'weights.wrong-size': ({ dtype, shape, expected, given }) =>
    `de ${dtype} ${shape.join('×') || 'escalar'} necesita ${expected} bytes, se dio ${given}`,
  'weights.truncated': ({ end, bytes }) =>
    `termina en el byte ${end}, pero el archivo termina en ${bytes}: está cortado. Descárgalo de nuevo`,
};

function formats(known: readonly string[]): string {
  const [first, ...others] = known;
  return `${first} o ${others.join(', ')}`;
}
