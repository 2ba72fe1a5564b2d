import type { Sentences } from '#shared/text/message.ts';

/** About what is kept on disk. */
export const STORAGE = {
  'ledger.superseded': ({ epoch, newest }: { readonly epoch: number; readonly newest: number }) =>
    `Cannot write the ledger: another dispatcher took over (epoch at least ${newest}, given ${epoch})`,
} as const satisfies Sentences;
