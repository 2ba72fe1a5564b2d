import type { TORCH as ENGLISH } from '#shared/text/english/torch.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of what is wrong with a file that torch.save wrote. */
export const TORCH: Translation<typeof ENGLISH> = {
  'torch.no-file':
    'no es ni un archivo zip ni un pickle, así que está dañado o no es un archivo de torch: descárgalo de nuevo o usa otro',
  'torch.one-pickle': ({ given }) =>
    `debe contener un data.pkl, se dio ${given}, así que no es un archivo de torch: usa el .safetensors o .pth mismo`,
  'torch.byte-order': ({ given }) => `sus números deben ser little-endian, se dio ${given}`,
  'torch.big-endian': 'sus números deben ser little-endian',
  'torch.pickle-bytes': ({ limit, given }) => `su pickle debe tener ${limit} bytes como máximo, se dio ${given}`,
  'torch.no-dict': 'su contenido no es un dict de pesos',
  'torch.values': ({ limit }) => `tiene más de ${limit} valores, que ningún peso necesita`,
  'torch.no-storages': 'falta su lista de almacenes',
  'torch.unknown-storage': ({ storage }) => `nada dice qué es su almacén ${storage}`,
  'torch.no-mark': 'es un pickle, pero no un archivo de torch: sus primeros pickles no son la marca del formato',
  'torch.storage-beyond': ({ storage }) =>
    `los números de su almacén ${storage} terminan más allá del archivo: está cortado. Descárgalo de nuevo`,
  'torch.no-storage': ({ storage }) => `tiene sus números en ${storage}, que el archivo no tiene: está dañado`,
  'torch.view':
    'es una vista cuyos números no están seguidos. Guárdalo de nuevo tras .contiguous(), o como safetensors',
  'torch.beyond': ({ dtype, shape }) =>
    `de ${dtype} ${shape.join('×') || 'escalar'} termina más allá de sus números: el archivo está dañado`,
  'torch.at-byte': ({ byte, reason }, { say }) => `en el byte ${byte} ${say(reason)}`,
  'torch.pickle-ends': 'su pickle termina demasiado pronto: el archivo está dañado o cortado',
  'torch.length': ({ length }) => `una longitud de ${length} es más de lo que tiene el pickle`,
  'torch.long-number': ({ bytes, limit }) => `un número de ${bytes} bytes es más largo que ${limit}`,
  'torch.endless-name': ({ limit }) => `un nombre no termina en ${limit} bytes`,
  'torch.opcode': ({ opcode }) => `su pickle tiene el opcode ${opcode}, que ningún peso necesita. ${NOTHING_RUN}`,
  'torch.opcodes': ({ limit }) => `su pickle tiene más de ${limit} opcodes, que ningún peso necesita`,
  'torch.stack-empty': 'su pickle toma más de lo que tiene: el archivo está dañado',
  'torch.no-stack-mark': 'su pickle no tiene una marca donde la necesita: el archivo está dañado',
  'torch.memo': ({ index }) => `su pickle recuerda ${index}, que nunca guardó: el archivo está dañado`,
  'torch.fills-no-dict': 'su pickle llena algo que no es un dict',
  'torch.extends-no-list': 'su pickle alarga algo que no es una lista',
  'torch.name-no-text': 'su pickle nombra algo sin un texto',
  'torch.name': ({ name }) => `su pickle nombra ${name}, que ningún peso necesita. ${NOTHING_RUN}`,
  'torch.state': 'su pickle da un estado a datos simples',
  'torch.calls-nameless': 'su pickle llama a algo que no tiene nombre',
  'torch.call': ({ name }) => `su pickle llama a ${name} de una manera que no hace ningún peso`,
  'torch.storage-format': 'su pickle se refiere a números de una manera o en un formato que no se puede leer',
  'torch.zip-entries': ({ limit, given }) =>
    `su directorio zip debe tener ${limit} entradas como máximo, se dio ${given}`,
  'torch.zip-twice': ({ part }) => `su directorio zip nombra ${part} dos veces`,
  'torch.zip-encrypted': ({ part }) => `su parte ${part} está cifrada`,
  'torch.zip-compressed': ({ part }) =>
    `su parte ${part} está comprimida, cosa que torch nunca hace. Guarda el archivo de nuevo con torch`,
  'torch.zip-damaged': ({ reason }, { say }) => `es un archivo zip dañado: ${say(reason)}`,
  'torch.zip-beyond': 'su directorio está más allá de su final',
  'torch.zip-entry': ({ index }) => `la entrada ${index} de su directorio está dañada`,
  'torch.zip-misplaced': ({ part }) => `su parte ${part} no está donde dice el directorio`,
  'torch.zip-part-beyond': ({ part }) => `su parte ${part} termina más allá del archivo`,
  'torch.zip-truncated': 'no tiene directorio al final, así que está cortado: descárgalo de nuevo',
  'torch.zip-directory': 'su directorio está dañado',
  'torch.zip-size': ({ size }) => `un tamaño de ${size} es más de lo que tiene el archivo`,
  'torch.zip64-locator': 'falta su localizador zip64',
  'torch.zip64-end': 'falta su registro final zip64',
  'torch.zip64-sizes': 'a una entrada de su directorio le faltan sus tamaños zip64',
};

const NOTHING_RUN = 'No se ejecutó nada. Usa un archivo .safetensors de este modelo';
