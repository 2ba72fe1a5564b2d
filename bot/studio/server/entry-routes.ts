import { createHash, randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { createRateLimit } from '#bot/limits/rate-limit.ts';
import type { AccessLevel, Activities, ActivityLaunch, KnownMember, MemberLogin } from '#bot/ports/access.ts';
import type { BanService } from '#bot/ports/server-rules.ts';
import type { Access } from '#bot/studio/server/access.ts';
import { DISCORD, type OtherDoor, rememberGrant } from '#bot/studio/server/elsewhere.ts';
import type { EntryCard } from '#bot/studio/server/operator-api.ts';
import { readBody } from '#bot/studio/server/read-body.ts';
import { failure } from '#bot/text/say.ts';
import type { Clock } from '#shared/clock.ts';
import { Failure } from '#shared/failure.ts';
import { plainMessage } from '#shared/text/message.ts';

/** Tries to come in, by all who try: names are signed, so this bounds work, not guesses. */
const ENTRIES = { burst: 60, everyMs: 1_000 };

/** What a login brings back, and for how long. */
const LOGIN_COOKIE = '__Host-easel-login';
const LOGIN_SECONDS = 600;

/** A login is asked for again after so many days. */
const LOGIN_DAYS = 30;

const PLATFORM_TIMEOUT_MS = 10_000;

/** Servers that are remembered of a member: Discord lets nobody into more. */
const SERVERS_MAX = 200;

export interface EntryOptions {
  readonly door: OtherDoor;
  readonly access: Access;
  readonly clock: Clock;
  /** How members say who they are, and what they may do then; null = they cannot. */
  readonly login: (MemberLogin & { readonly level: AccessLevel }) | null;
  /** How members inside Discord say who they are; null = there is no Activity. */
  readonly activity: (Pick<MemberLogin, 'redeem'> & Activities) | null;
  /** Servers that the bot is in: only their members come in by login. */
  readonly servers: () => Promise<readonly string[]>;
  /** Null = nothing bans the member there. */
  readonly banOf: BanService['of'];
  readonly closing: AbortSignal;
}

/** The ways in from elsewhere: a link that the operator gave away (`POST /api/enter`), and a login with Discord. */
export function entryRoutes({ door, access, clock, login, activity, servers, banOf, closing }: EntryOptions): Hono {
  const entries = createRateLimit({ ...ENTRIES, clock });
  const redirect = new URL('/api/enter/callback', door.url).href;
  /** Of the bot's servers those that they are in; none when all of them have banned them. */
  const inOurs: OwnServers = async ({ id, serverIds }) => {
    const ours = new Set(await servers());
    const own = serverIds.filter((serverId) => ours.has(serverId)).slice(0, SERVERS_MAX);
    const bans = await Promise.all(own.map((serverId) => banOf(serverId, id)));
    return bans.includes(null) ? own : [];
  };
  const app = new Hono();
  const { clientId } = door;
  const inside = clientId === null ? null : { clientId, origins: DISCORD };
  app.get('/enter', (c) => c.json({ discord: login !== null, activity: inside } satisfies EntryCard));
  app.post('/enter', async (c) => {
    entries.take('all');
    const { link } = await readBody(c.req, LINK_FIELDS);
    rememberGrant(c, link, { access, isFramed: false });
    return c.json({});
  });
  app.get('/enter/discord', (c) => {
    if (!login) throw failure('denied', 'access.no-login');
    entries.take('all');
    const [state, verifier] = [randomBytes(16).toString('base64url'), randomBytes(32).toString('base64url')];
    setCookie(c, LOGIN_COOKIE, access.sign(`${state} ${verifier}`), {
      ...{ path: '/', secure: true, httpOnly: true, sameSite: 'Lax' },
      maxAge: LOGIN_SECONDS,
    });
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    return c.redirect(login.address({ state, challenge, redirect }));
  });
  app.post('/enter/activity', (c) => {
    entries.take('all');
    return enterActivity(c, { activity, access, inOurs, closing });
  });
  app.get('/enter/callback', async (c) => {
    if (!login) throw failure('denied', 'access.no-login');
    entries.take('all');
    const [state, verifier] = access.unsign(getCookie(c, LOGIN_COOKIE) ?? '')?.split(' ') ?? [];
    deleteCookie(c, LOGIN_COOKIE, { path: '/', secure: true });
    const code = c.req.query('code') ?? '';
    // Signed and kept by the browser that began: nobody else's answer is taken in its name.
    if (state === undefined || verifier === undefined || state !== c.req.query('state') || code === '')
      return c.redirect('/enter#failed');
    const signal = AbortSignal.any([closing, AbortSignal.timeout(PLATFORM_TIMEOUT_MS)]);
    const member = await login.redeem({ code, verifier, redirect }, signal).catch(() => null);
    if (!member) return c.redirect('/enter#failed');
    const serverIds = await inOurs(member);
    if (serverIds.length === 0) return c.redirect('/enter#stranger');
    const { id: memberId, name } = member;
    const known = { memberId, serverIds, name };
    const token = await access.grant({ kind: 'login', ...known, level: login.level, days: LOGIN_DAYS });
    rememberGrant(c, token, { access, isFramed: false });
    return c.redirect('/');
  });
  return app;
}

/** Of the bot's servers those that a member is in. */
type OwnServers = (who: KnownMember) => Promise<readonly string[]>;

/** Who is in Discord already: its client gave the page a code. */
async function enterActivity(
  c: Context,
  {
    activity,
    access,
    inOurs,
    closing,
  }: Pick<EntryOptions, 'activity' | 'access' | 'closing'> & { readonly inOurs: OwnServers },
): Promise<Response> {
  if (!activity) throw failure('denied', 'access.no-login');
  const { code, instance } = await readBody(c.req, LAUNCH_FIELDS);
  const signal = AbortSignal.any([closing, AbortSignal.timeout(PLATFORM_TIMEOUT_MS)]);
  // Discord's client gave the code to the page itself: there is neither a redirect nor a verifier.
  const known = await activity.redeem({ code }, signal);
  const { id: memberId } = known;
  const serverIds = await inOurs(known);
  if (serverIds.length === 0) throw failure('denied', 'access.stranger');
  // The page says which Activity it is; only Discord can say that the member is in it.
  const launch = await activity.launchOf(instance, memberId, signal);
  if (!launch) throw failure('denied', 'access.other-instance');
  const { name, level } = await standingIn(launch, known, activity);
  const token = await access.grant({ kind: 'activity', memberId, serverIds, launch, name, level, days: 1 });
  rememberGrant(c, token, { access, isFramed: true });
  return c.json({});
}

/** As what they are known there, and whether they may draw there. */
async function standingIn(
  launch: ActivityLaunch,
  who: KnownMember,
  activities: Pick<Activities, 'memberIn'>,
): Promise<{ readonly name: string; readonly level: AccessLevel }> {
  const { name, demandRight } = await activities.memberIn(launch, who);
  try {
    await demandRight?.('imagine');
    return { name, level: 'draw' };
  } catch (thrown) {
    if (Failure.from(thrown).code !== 'denied') throw thrown;
    return { name, level: 'look' };
  }
}

const LAUNCH_FIELDS = {
  code: { kind: 'text', required: true, charactersMax: 200, description: plainMessage('') },
  instance: { kind: 'text', required: true, charactersMax: 200, description: plainMessage('') },
} as const;

const LINK_FIELDS = {
  link: { kind: 'text', required: true, charactersMax: 200, description: plainMessage('') },
} as const;
