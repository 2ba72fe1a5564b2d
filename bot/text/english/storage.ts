import type { Sentences } from '#shared/text/message.ts';

/** About what is kept on disk. */
export const STORAGE = {
  'ledger.superseded': ({ epoch, newest }: { readonly epoch: number; readonly newest: number }) =>
    `Cannot write the ledger: another dispatcher took over (epoch at least ${newest}, given ${epoch})`,
  'job.unreadable': ({ id, why }: { readonly id: string; readonly why: string }) =>
    `Cannot read job ${id} in the ledger, so it is set aside: ${why}`,
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
  'blob.disk-full': ({ folder, given }: { readonly folder: string; readonly given: number }) =>
    `Cannot store a file of ${Math.ceil(given / 1024)} KiB in ${folder}: the disk is full`,
  'blob.no-folder': ({ folder }: { readonly folder: string }) =>
    `Cannot use ${folder} as the folder for files of tasks`,
} as const satisfies Sentences;
