import { plainMessage } from '#shared/text/message.ts';

/** Characters of a request's key, a page's name and the like. */
const NAME_CHARS_MAX = 64;

/** A short name that a page made up. */
const NAME = { kind: 'text', charactersMin: 1, charactersMax: NAME_CHARS_MAX, description: plainMessage('') } as const;

/** What a request that makes a job may carry beside its input. */
export const JOB_FIELDS = {
  /** The page's own key, so that asking again after a broken connection makes nothing twice. */
  requestKey: NAME,
  /** The job that this is an edit of. */
  parentId: NAME,
} as const;

/** Which page follows its typing. */
export const SESSION_FIELDS = { session: { ...NAME, required: true } } as const;
