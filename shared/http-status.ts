import type { FailureCode } from '#shared/failure.ts';

/** What a failure of each code is in HTTP (RFC 9110, section 15; 429: RFC 6585, section 4). */
export const HTTP_STATUS = {
  invalid: 400,
  denied: 403,
  'not-found': 404,
  'already-exists': 409,
  exhausted: 429,
  superseded: 409,
  unsupported: 400,
  unavailable: 503,
  cancelled: 409,
  internal: 500,
} as const satisfies Readonly<Record<FailureCode, number>>;
