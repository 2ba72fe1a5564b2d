import type { STORAGE as ENGLISH } from '#bot/text/english/storage.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish about files on the operator's disk. */
export const STORAGE: Translation<typeof ENGLISH> = {
  'ledger.superseded': ({ epoch, newest }) =>
    `No se puede escribir el registro: otro despachador tomó el relevo (época ${newest} como mínimo, se dio ${epoch})`,
  'job.unreadable': ({ id, why }) => `No se puede leer el trabajo ${id} del registro, así que se aparta: ${why}`,
  'job.set-aside': 'Lo que se pidió ya no se puede leer, así que se abandona. Pídelo otra vez, por favor',
  'blob.gone': 'Esto parte de un archivo que ya no se guarda; envíalo otra vez, por favor',
  'blob.store-full': ({ bytesMax, kept, given }) =>
    `No se puede guardar este archivo: los trabajos abiertos usan ${kept} ` +
    `de ${bytesMax} bytes, se dio ${given} más. Inténtalo más tarde`,
  'blob.disk-full': ({ given }) =>
    `No se puede guardar un archivo de ${Math.ceil(given / 1024)} KiB: el disco del bot está lleno`,
  'blob.no-folder': ({ folder }) => `No se puede usar ${folder} como carpeta para los archivos de las tareas`,
  'ledger.foreign': ({ file }) => `No se puede usar ${file} como registro: es la base de datos de otro programa`,
  'ledger.no-room': 'No se puede anotar esto: el disco del bot está lleno. Inténtalo más tarde',
  'ledger.trouble':
    'No se puede leer o escribir esto: algo va mal con los archivos ' +
    'del bot, y se avisa a quien lo administra. Inténtalo más tarde',
  'ledger.disk-full': ({ file }) => `No se puede escribir el registro ${file}: el disco está lleno`,
  'ledger.no-right': ({ file }) =>
    `No se puede abrir el registro ${file}: falta permiso para escribir ahí, o no existe la carpeta`,
  'ledger.disk-refused': ({ file }) => `No se puede escribir el registro ${file}: el disco se negó`,
  'ledger.locked': ({ file }) => `No se puede usar el registro ${file}: otro programa lo mantiene bloqueado`,
  'ledger.damaged': ({ file }) =>
    `No se puede leer el registro ${file}: el archivo está dañado. Apártalo o restaura una copia de seguridad`,
  'ledger.in-use': ({ file, process }) =>
    `No se puede usar el registro ${file}: otro bot${process === null ? '' : ` (proceso ${process})`} lo está usando. ` +
    'Un registro sirve a un solo bot',
  'ledger.no-folder': ({ file }) => `No se puede crear la carpeta del registro ${file}`,
  'ledger.unreachable': ({ place, why }) => `No se puede usar la base de datos ${place} de EASEL_DATABASE_URL: ${why}`,
  'lease.lost': 'Ahora reparte los trabajos otro bot',
  'ledger.none': ({ file }) => `No se puede trasladar el registro ${file}: no existe`,
  'ledger.move-full': ({ place }) =>
    `No se puede trasladar el registro a ${place}: ya hay trabajos o estilos; usa una base de datos vacía`,
  'ledger.move-nowhere': 'No se puede trasladar el registro: EASEL_DATABASE_URL no dice adónde',
  'ledger.too-new': ({ file, version, known }) =>
    `No se puede abrir el registro ${file}: lo escribió un Easel más nuevo ` +
    `(esquema ${version}, este conoce ${known}). Actualiza Easel o elige otro ` +
    'archivo',
  'provenance.key-files': ({ key, certificates }) =>
    `No se pueden firmar imágenes con ${key} y ${certificates}: deben ser archivos PEM con una clave privada de la curva P-256 y sus certificados, el propio primero`,
  'pictures.no-folder': ({ folder }) => `No se puede usar ${folder} como carpeta de imágenes`,
  'pictures.disk-full': ({ kibibytes }) =>
    `No se puede guardar una imagen de ${kibibytes} KiB: el disco del bot está lleno`,
  'pictures.file-name': ({ file }) => `No se puede usar ${JSON.stringify(file)} como nombre de archivo de una imagen`,
};
