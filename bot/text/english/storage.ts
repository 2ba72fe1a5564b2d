import type { Sentences } from '#shared/text/message.ts';

/** About files on the operator's disk. */
export const STORAGE = {
  'ledger.superseded': ({ epoch, newest }: { epoch: number; newest: number }) =>
    `Cannot write the ledger: another dispatcher took over (epoch at least ${newest}, given ${epoch})`,
  'job.unreadable': ({ id, why }: { readonly id: string; readonly why: string }) =>
    `Cannot read job ${id} in the ledger, so it is set aside: ${why}`,
  'job.set-aside': 'What was asked can no longer be read, so it is given up. Please ask again',
  'blob.gone': 'This starts from a file that is not kept any more; please send it again',
  'blob.store-full': ({
    bytesMax,
    kept,
    given,
  }: {
    readonly bytesMax: number;
    readonly kept: number;
    readonly given: number;
  }) =>
    `Cannot keep this file: open jobs use ${kept} of ${bytesMax} bytes, given ${given} more. Please try again later`,
  'blob.disk-full': ({ given }: { readonly given: number }) =>
    `Cannot store a file of ${Math.ceil(given / 1024)} KiB: the bot's disk is full`,
  'blob.no-folder': ({ folder }: { readonly folder: string }) =>
    `Cannot use ${folder} as the folder for files of tasks`,
  'ledger.foreign': ({ file }: OfFile) => `Cannot use ${file} as the ledger: it is another program's database`,
  'ledger.no-room': "Cannot write this down: the bot's disk is full. Please try again later",
  'ledger.trouble':
    "Cannot read or write this: something is wrong with the bot's files, and its operator is told. Please try again later",
  'ledger.disk-full': ({ file }: OfFile) => `Cannot write the ledger ${file}: the disk is full`,
  'ledger.no-right': ({ file }: OfFile) => `Cannot open the ledger ${file}: no right to write there, or no such folder`,
  'ledger.disk-refused': ({ file }: OfFile) => `Cannot write the ledger ${file}: the disk refused`,
  'ledger.locked': ({ file }: OfFile) => `Cannot use the ledger ${file}: another program keeps it locked`,
  'ledger.damaged': ({ file }: OfFile) =>
    `Cannot read the ledger ${file}: the file is damaged. Move it away or restore a backup`,
  'ledger.in-use': ({ file, process }: OfFile & { process: string | null }) =>
    `Cannot use the ledger ${file}: another bot${process === null ? '' : ` (process ${process})`} is using it. ` +
    'One ledger serves one bot',
  'ledger.no-folder': ({ file }: OfFile) => `Cannot make the folder of the ledger ${file}`,
  'ledger.unreachable': ({ place, why }: { place: string; why: string }) =>
    `Cannot use the database ${place} of EASEL_DATABASE_URL: ${why}`,
  'lease.lost': 'Another bot dispatches now',
  'ledger.none': ({ file }: OfFile) => `Cannot move the ledger ${file}: there is none`,
  'ledger.move-full': ({ place }: { place: string }) =>
    `Cannot move the ledger to ${place}: jobs or styles are there already; give an empty database`,
  'ledger.move-nowhere': 'Cannot move the ledger: EASEL_DATABASE_URL does not say where',
  'ledger.too-new': ({ file, version, known }: OfFile & { version: number; known: number }) =>
    `Cannot open the ledger ${file}: it was written by a newer Easel (schema ${version}, this one knows ${known}). ` +
    'Update Easel or choose another file',
  'provenance.key-files': ({ key, certificates }: { key: string; certificates: string }) =>
    `Cannot sign pictures with ${key} and ${certificates}: they must be PEM files of a private key of the curve P-256 and of its certificates, its own first`,
  'pictures.no-folder': ({ folder }: { folder: string }) => `Cannot use ${folder} as the pictures' folder`,
  'pictures.disk-full': ({ kibibytes }: { kibibytes: number }) =>
    `Cannot store a picture of ${kibibytes} KiB: the bot's disk is full`,
  'pictures.file-name': ({ file }: OfFile) => `Cannot use ${JSON.stringify(file)} as a picture's file name`,
} as const satisfies Sentences;

type OfFile = { file: string };
