import type { STORAGE as ENGLISH } from '#bot/text/english/storage.ts';
import type { Translation } from '#shared/text/message.ts';

/** Was auf der Platte liegt. */
export const STORAGE: Translation<typeof ENGLISH> = {
  'ledger.superseded': ({ epoch, newest }) =>
    `Das Kontobuch nimmt diesen Eintrag nicht an: ein anderer Verteiler hat übernommen (Epoche mindestens ${newest}, angegeben ${epoch})`,
};
