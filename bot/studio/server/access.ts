import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Grant, GrantStore } from '#bot/ports/access.ts';
import { failure } from '#bot/text/say.ts';
import type { Clock } from '#shared/clock.ts';

/** Grants that hold at a time, those that were taken back or ran out a moment ago included. */
const GRANTS_MAX = 1_000;

/** How long a grant is remembered that holds no more, so that its bearer is told why. Milliseconds. */
const REMEMBERED_MS = 30 * 24 * 3_600_000;

const DAY_MS = 24 * 3_600_000;

/** Who may come in from elsewhere. A token is a grant's name with its signature; nothing else opens the door. */
export interface Access {
  /** Lets somebody in for some days; gives the token. Throws `exhausted` when too many are in. */
  grant(
    asked: Omit<Grant, 'id' | 'createdAt' | 'expiresAt' | 'revokedAt'> & { readonly days: number },
  ): Promise<string>;
  /** The grant of a token. Throws `denied` with the reason: not ours, run out, taken back. */
  check(token: string): Grant;
  /** Those that hold, the newest first. */
  list(): readonly Grant[];
  /** Takes it back: holds at once, also for pages that are open. Throws `not-found`. */
  revoke(id: string): Promise<void>;
  /** Signs a short text for a browser to bring back. */
  sign(text: string): string;
  /** The text of what `sign` gave; null = it is not ours. */
  unsign(signed: string): string | null;
  /** Aborts when this grant is taken back. */
  until(id: string): AbortSignal;
}

/** Reads what there is; from then on this process alone changes it. */
export async function openAccess({
  store,
  clock,
}: {
  readonly store: GrantStore;
  readonly clock: Clock;
}): Promise<Access> {
  const key = await store.key();
  let grants = await store.all();
  const endings = new Map<string, AbortController>();
  const change = async (how: (grants: readonly Grant[]) => readonly Grant[]) => {
    await store.change(how);
    grants = how(grants);
  };
  const holds = ({ revokedAt, expiresAt }: Grant) => revokedAt === null && expiresAt > clock.now();
  const sign = (text: string) => `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
  const unsign = (signed: string) => {
    const text = signed.slice(0, Math.max(0, signed.lastIndexOf('.')));
    const [given, right] = [Buffer.from(signed), Buffer.from(sign(text))];
    return given.length === right.length && timingSafeEqual(given, right) ? text : null;
  };
  return {
    sign,
    unsign,
    async grant({ days, ...asked }) {
      const now = clock.now();
      const known = grants.filter(({ expiresAt, revokedAt }) => (revokedAt ?? expiresAt) > now - REMEMBERED_MS);
      if (known.length >= GRANTS_MAX) throw failure('exhausted', 'access.full', { max: GRANTS_MAX });
      const id = randomBytes(16).toString('base64url');
      const granted = { ...asked, id, createdAt: now, expiresAt: now + days * DAY_MS, revokedAt: null };
      const isKnown = new Set(known.map((grant) => grant.id));
      await change((all) => [...all.filter((grant) => isKnown.has(grant.id)), granted]);
      return sign(id);
    },
    check(token) {
      const id = unsign(token);
      const grant = grants.find((each) => each.id === id);
      if (!grant) throw failure('denied', 'access.unknown');
      const isLink = grant.kind === 'link';
      if (grant.revokedAt !== null) throw failure('denied', isLink ? 'access.revoked' : 'access.member-revoked');
      if (!holds(grant)) throw failure('denied', isLink ? 'access.over' : 'access.member-over');
      return grant;
    },
    list: () => grants.filter(holds).toReversed(),
    async revoke(id) {
      if (!grants.some((grant) => grant.id === id && holds(grant))) throw failure('not-found', 'access.gone');
      await change((all) => all.map((grant) => (grant.id === id ? { ...grant, revokedAt: clock.now() } : grant)));
      endings.get(id)?.abort(failure('denied', 'access.revoked'));
      endings.delete(id);
    },
    until(id) {
      const ending = endings.get(id) ?? new AbortController();
      endings.set(id, ending);
      return ending.signal;
    },
  };
}
