import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type { Member, Place } from '#bot/domain/job.ts';
import type { ApiKey, KeyScope } from '#bot/ports/api-keys.ts';
import { failure } from '#bot/text/say.ts';

/** A program that asks, by its key: in whose name, and where. */
export interface Asker {
  readonly key: ApiKey;
  /** The key's owner as the platform knows them now. */
  readonly member: Member;
  /** Its jobs are of the place where the key was made. */
  readonly place: Place;
  /** Aborts when the program has gone away, or its key was taken back. */
  readonly gone: AbortSignal;
}

declare module 'hono' {
  interface ContextVariableMap {
    asker: Asker;
  }
}

/** Characters of a key that makes a request one with another. */
const IDEMPOTENCY_MAX = 200;

/** Who asks. Nobody gets here without a key. */
export function askerOf(c: Context): Asker {
  const asker = c.get('asker') as Asker | undefined;
  if (!asker) throw new Error('a door has not said who asks');
  return asker;
}

/** Throws `denied` where the key is not for that. */
export function mustHaveScope({ key }: Pick<Asker, 'key'>, scope: KeyScope): void {
  if (!key.scopes.includes(scope)) throw failure('denied', 'api.scope', { name: key.name, scope, has: key.scopes });
}

/** What all requests of a key begin with. */
export function requestsOf({ id }: Pick<ApiKey, 'id'>): string {
  return `api:${id}:`;
}

/** A request's own name, so that the same one asked twice makes one job (`Idempotency-Key`). */
export function requestKeyOf(c: Context): string {
  const given = c.req.header('idempotency-key')?.trim() ?? '';
  if (given.length > IDEMPOTENCY_MAX)
    throw failure('invalid', 'api.idempotency', { max: IDEMPOTENCY_MAX, given: given.length });
  return `${requestsOf(askerOf(c).key)}${given || randomUUID()}`;
}
