import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { createRateLimit } from '#bot/limits/rate-limit.ts';
import type { Activities, Grant } from '#bot/ports/access.ts';
import type { Access } from '#bot/studio/server/access.ts';
import { visitorWith, withRightsNow } from '#bot/studio/server/visitor.ts';
import { failure } from '#bot/text/say.ts';
import type { Clock } from '#shared/clock.ts';

/** What keeps a browser's grant: sent to this host alone, over https alone, and no script reads it. */
const COOKIE = '__Host-easel';

/** Changes of one visitor: so many at once, and then two a second. */
const CHANGES = { burst: 120, everyMs: 500 };

/** Asks that change nothing although they bring a text. */
const READS: readonly string[] = [
  ...['/api/reading', '/api/explain', '/api/plan', '/api/complete', '/api/gallery', '/api/canvas/words'],
];

/** What whoever sits at the machine decides. */
const OPERATORS_OWN = /^\/api\/(machines|access)(\/|$)/;

/** What pages of one canvas tell each other: so much at once, and then forty times a second. */
const STROKES = { burst: 100, everyMs: 25 };
const STROKES_PATH = '/api/canvas';

/** Discord's own pages, in which an Activity's frame stands. */
export const DISCORD: readonly string[] = [
  'https://discord.com',
  'https://ptb.discord.com',
  'https://canary.discord.com',
];

/** The address under which others reach the studio, and whether it is an Activity, too. */
export interface OtherDoor {
  readonly url: URL;
  /** The application whose Activity it is; null = it is none. */
  readonly clientId: string | null;
  /** Null = it is none. */
  readonly activities: Pick<Activities, 'memberIn'> | null;
}

/** Discord's proxy, which an Activity's page is shown at. */
function proxyOf(clientId: string): URL {
  return new URL(`https://${clientId}.discordsays.com`);
}

/** Who may show the page in a frame: nobody, or exactly Discord and its proxy. */
export function framedBy({ clientId }: Pick<OtherDoor, 'clientId'>): readonly string[] {
  return clientId === null ? [] : [...DISCORD, proxyOf(clientId).origin];
}

/**
 * Lets somebody in from elsewhere who has a grant, for what it allows. Only answers requests for the studio's own
 * address (DNS rebinding) that come out of its own page (forgery): a change must say so.
 */
export function onlyWithGrant(
  { url, clientId, activities }: OtherDoor,
  access: Access,
  clock: Clock,
): MiddlewareHandler {
  const addresses = [url, ...(clientId === null ? [] : [proxyOf(clientId)])];
  const [own, hosts] = [addresses.map(({ origin }) => origin), addresses.map(({ host }) => host)];
  const strokes = createRateLimit({ ...STROKES, clock });
  const changes = createRateLimit({ ...CHANGES, clock });
  return async (c, next) => {
    const { path, method } = c.req;
    const isChange = method !== 'GET' && method !== 'HEAD';
    if (!hosts.includes(c.req.header('host')?.toLowerCase() ?? ''))
      throw failure('denied', 'access.other-address', { host: c.req.header('host') ?? '' });
    const origin = c.req.header('origin');
    if (isChange && origin === undefined) throw failure('denied', 'studio.other-site');
    if (origin !== undefined && !own.includes(origin)) throw failure('denied', 'studio.other-origin', { origin });
    if (path === '/' && !isLetIn(c, access)) return c.redirect(`/enter${new URL(c.req.url).search}`);
    // The way in, and the page's own files, which are no secret.
    if (!path.startsWith('/api/') || path === '/api/enter' || path.startsWith('/api/enter/')) return next();
    const visitor = visitorWith(access.check(getCookie(c, COOKIE) ?? ''));
    const { grant } = visitor;
    if (OPERATORS_OWN.test(path)) throw failure('denied', 'access.operators-own');
    const isRead = !isChange || READS.includes(path);
    if (!isRead && visitor.level === 'look') throw failure('denied', onlyLook(grant));
    if (isChange) (path === STROKES_PATH ? strokes : changes).take(grant!.id);
    const asksNow = !isRead && path !== STROKES_PATH && activities !== null;
    c.set('visitor', asksNow ? await withRightsNow(visitor, activities) : visitor);
    await next();
  };
}

function onlyLook(grant: Grant | null): 'access.only-look' | 'access.only-look-on' {
  return grant?.kind === 'activity' ? 'access.only-look-on' : 'access.only-look';
}

/** Who is in another Activity than that of the page says so anew. */
function isLetIn(c: Context, access: Access): boolean {
  try {
    const { launch } = access.check(getCookie(c, COOKIE) ?? '');
    const instanceId = c.req.query('instance_id');
    return instanceId === undefined || launch?.instanceId === instanceId;
  } catch {
    return false; // the page that opens instead says how to come in
  }
}

/** Remembers a grant in this browser until it runs out. In a frame of another site a cookie must say that it is for one. */
export function rememberGrant(c: Context, token: string, options: { access: Access; isFramed: boolean }): void {
  const { expiresAt, createdAt } = options.access.check(token);
  setCookie(c, COOKIE, token, {
    path: '/',
    secure: true,
    httpOnly: true,
    maxAge: Math.floor((expiresAt - createdAt) / 1000),
    ...(options.isFramed ? { sameSite: 'None', partitioned: true } : { sameSite: 'Lax' }),
  });
}
