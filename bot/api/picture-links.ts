import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { JobId } from '#bot/domain/job.ts';
import { failure } from '#bot/text/say.ts';
import type { Clock } from '#shared/clock.ts';

/** Links to pictures that need no key: whoever has one may look, for an hour, as long as this process lives. */
export interface LinkSigner {
  /** A path with its signature. */
  sign(jobId: JobId, index: number): string;
  /** Throws `denied` for what is none of ours, or too old. */
  check(jobId: JobId, index: number, given: { readonly until: string; readonly signature: string }): void;
}

const VALID_MS = 3_600_000;

/** Signs with a secret that no other process knows. */
export function createLinkSigner(clock: Clock): LinkSigner {
  const secret = randomBytes(32);
  const signature = (jobId: JobId, index: number, until: string) =>
    createHmac('sha256', secret).update(`${jobId}/${index}/${until}`).digest('base64url');
  return {
    sign(jobId, index) {
      const until = String(clock.now() + VALID_MS);
      return `/pictures/${jobId}/${index}.png?until=${until}&signature=${signature(jobId, index, until)}`;
    },
    check(jobId, index, given) {
      const [right, said] = [Buffer.from(signature(jobId, index, given.until)), Buffer.from(given.signature)];
      if (right.length !== said.length || !timingSafeEqual(right, said)) throw failure('denied', 'api.link');
      if (!(Number(given.until) > clock.now())) throw failure('denied', 'api.link');
    },
  };
}
