import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { createMemberLogin } from '#bot/discord/member-login.ts';
import type { ServerDirectory } from '#bot/ports/server-directory.ts';
import type { GrantCard } from '#bot/studio/server/operator-api.ts';
import { ENGLISH } from '#bot/text/english.ts';
import { failure } from '#bot/text/say.ts';
import { type OpenStudio, openStudio, submit } from '#test/bot/studio/server/studio-fixture.ts';
import { CLIENT, startFakeLogin } from '#test/fakes/discord-login.ts';

const HOST = 'easel.example';
const ORIGIN = `https://${HOST}`;

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: { readonly error?: string; readonly link?: string; readonly job?: { readonly id: string } };
}

/** What a proxy passes on, exactly. */
async function send(
  place: OpenStudio,
  method: string,
  path: string,
  { headers = {}, body = {} as object } = {},
): Promise<Answer> {
  const isGet = method === 'GET';
  const sent = request(place.studio.otherAddress! + path, {
    method,
    headers: { host: HOST, ...(!isGet && { origin: ORIGIN, 'content-type': 'application/json' }), ...headers },
  });
  sent.end(isGet ? '' : JSON.stringify(body));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  for await (const piece of response) text += piece;
  const isJson = response.headers['content-type']?.startsWith('application/json');
  return { status: response.statusCode!, headers: response.headers, body: isJson ? JSON.parse(text) : {} };
}

const COMMON = { url: new URL(ORIGIN), port: 0, servers: async () => ['100'], activity: null };
const open = (more: Parameters<typeof openStudio>[0] = {}) =>
  openStudio({ elsewhere: { ...COMMON, login: null }, ...more });

async function linkFor(place: OpenStudio, level: 'look' | 'draw'): Promise<string> {
  const { body } = await place.ask<{ link: string }>('POST', '/api/access', { name: 'Mara', level, days: 7 });
  expect(body.link).toMatch(/^https:\/\/easel\.example\/enter#[\w-]+\.[\w-]+$/);
  return new URL(body.link).hash.slice(1);
}

async function enter(place: OpenStudio, link: string): Promise<{ readonly cookie: string }> {
  const { headers } = await send(place, 'POST', '/api/enter', { body: { link } });
  expect(headers['set-cookie']![0]).toMatch(/^__Host-easel=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  return { cookie: headers['set-cookie']![0]!.split(';')[0]! };
}

const DRAW = ['POST', '/api/commands/imagine', { input: { prompt: 'a house' } }] as const;

it('lets nobody in without a link, and whoever has one to look may change nothing', async () => {
  const place = await open();
  expect(await send(place, 'GET', '/')).toMatchObject({ status: 302, headers: { location: '/enter' } });
  expect(await send(place, 'GET', '/api/jobs')).toMatchObject({ status: 403 });
  expect(await send(place, 'POST', '/api/enter', { body: { link: 'made.up' } })).toMatchObject({ status: 403 });
  const headers = await enter(place, await linkFor(place, 'look'));
  expect((await send(place, 'GET', '/api/jobs', { headers })).status).toBe(200);
  expect((await send(place, 'POST', '/api/reading', { headers, body: { prompt: 'a house' } })).status).toBe(200);
  const refused = await send(place, DRAW[0], DRAW[1], { headers, body: DRAW[2] });
  expect([refused.status, refused.body.error]).toEqual([
    403,
    'Cannot change anything with this link: it is for looking',
  ]);
  const own = await fetch(place.studio.address);
  const page = await send(place, 'GET', '/', { headers });
  expect(page.headers['content-security-policy']).toBe(own.headers.get('content-security-policy'));
});

it('answers its own address and its own page alone', async () => {
  const place = await open();
  const headers = await enter(place, await linkFor(place, 'draw'));
  const post = (more: object) => send(place, DRAW[0], DRAW[1], { headers: { ...headers, ...more }, body: DRAW[2] });
  expect((await post({ host: '127.0.0.1' })).status).toBe(403);
  expect((await post({ origin: 'https://evil.example' })).status).toBe(403);
  expect((await post({ 'content-type': 'text/plain' })).status).toBe(400);
  expect((await post({})).status).toBe(201);
  // The other way round: nobody gets what the operator decides, and the studio's own port knows no links.
  expect((await send(place, 'GET', '/api/access', { headers })).status).toBe(403);
  expect((await send(place, 'POST', '/api/machines/drain', { headers })).status).toBe(403);
  expect((await fetch(`${place.studio.address}/api/enter`)).status).toBe(404);
});

it('keeps what the operator made from who may draw', async () => {
  const place = await open({ stepMs: 1_000 });
  const headers = await enter(place, await linkFor(place, 'draw'));
  const { id } = await submit(place, { prompt: 'a castle' });
  expect((await send(place, 'POST', `/api/jobs/${id}/cancel`, { headers })).status).toBe(403);
  const own = await send(place, DRAW[0], DRAW[1], { headers, body: DRAW[2] });
  expect((await send(place, 'POST', `/api/jobs/${own.body.job!.id}/cancel`, { headers })).status).toBe(200);
});

it('shuts out at once whose link is taken back, pages that are open too, and says so', async () => {
  const place = await open();
  const link = await linkFor(place, 'look');
  const headers = await enter(place, link);
  const listening = send(place, 'GET', '/api/events?session=page', { headers });
  const { body: grants } = await place.ask<readonly GrantCard[]>('GET', '/api/access');
  expect(grants).toMatchObject([{ kind: 'link', name: 'Mara', level: 'look' }]);
  await expect
    .poll(async () => {
      await place.ask('POST', '/api/access/revoke', { id: grants[0]!.id });
      return (await place.ask<readonly GrantCard[]>('GET', '/api/access')).body;
    })
    .toEqual([]);
  await listening; // it ends
  const told = await send(place, 'GET', '/api/jobs', { headers });
  expect(told.body.error).toBe('This link was taken back by whoever runs the studio');
  expect((await send(place, 'POST', '/api/enter', { body: { link } })).body.error).toBe(told.body.error);
});

it('takes so many changes and no more', async () => {
  const place = await open();
  const headers = await enter(place, await linkFor(place, 'draw'));
  const stars = Array.from({ length: 130 }, () =>
    send(place, 'POST', '/api/live/stop', { headers, body: { session: 'x' } }),
  );
  const statuses = (await Promise.all(stars)).map(({ status }) => status);
  expect([statuses.includes(429), statuses.filter((status) => status === 200).length >= 120]).toEqual([true, true]);
});

async function withLogin(servers: readonly string[], more: Parameters<typeof openStudio>[0] = {}) {
  const discord = await startFakeLogin({ id: '42', name: 'mara', servers });
  onTestFinished(discord.close);
  const login = createMemberLogin({ clientId: CLIENT.id, clientSecret: CLIENT.secret, api: discord.api });
  const place = await open({ ...more, elsewhere: { ...COMMON, login: { ...login, level: 'draw' } } });
  const begun = await send(place, 'GET', '/api/enter/discord');
  const cookie = begun.headers['set-cookie']![0]!.split(';')[0]!;
  const address = begun.headers.location!;
  const back = (code: string, state: string) =>
    send(place, 'GET', `/api/enter/callback?code=${code}&state=${state}`, {
      headers: { cookie, 'sec-fetch-site': 'cross-site' },
    });
  return { place, back, state: new URL(address).searchParams.get('state')!, code: discord.consent(address) };
}

it('lets members of its servers in by a login with Discord, by code, state and PKCE', async () => {
  const { place, back, state, code } = await withLogin(['7', '100']);
  expect(await back(code, 'another')).toMatchObject({ status: 302, headers: { location: '/enter#failed' } });
  const { status, headers } = await back(code, state);
  expect([status, headers.location]).toEqual([302, '/']);
  const cookie = headers['set-cookie']!.find((each) => each.startsWith('__Host-easel='))!.split(';')[0]!;
  const drawn = await send(place, DRAW[0], DRAW[1], { headers: { cookie }, body: DRAW[2] });
  const { job } = (await place.workplace.jobs.view(drawn.body.job!.id))!;
  expect([job.ownerId, job.ownerName]).toEqual(['42', 'mara']);
  expect((await back(code, state)).headers.location).toBe('/enter#failed'); // a code is good once
});

it('shows members who came by a login the rules of those servers in which Discord lets them moderate, and no others', async () => {
  let isModerator = true;
  const rights = () => ({ mayManageServer: false, isModerator, mayRead: () => true });
  const directory: ServerDirectory = {
    server: (serverId) => ({ serverId, name: 'Harbour', channels: [] }),
    openChannels: () => [],
    rightsOf: async (_server, memberId) => (memberId === '42' ? rights() : null),
    show: async () => {},
  };
  const { place, back, state, code } = await withLogin(['7', '100'], { directory });
  const { headers } = await back(code, state);
  const cookie = headers['set-cookie']!.find((each) => each.startsWith('__Host-easel='))!.split(';')[0]!;
  const ask = (method: string, path: string, body: object = {}) =>
    send(place, method, path, { headers: { cookie }, body });
  const card = { serverId: '100', name: 'Harbour', channels: [], mayManage: false };
  expect((await ask('GET', '/api/rules')).body).toEqual({ servers: [card], closed: 0 });
  const ban = { memberId: '7', memberName: 'Nelly', reason: 'spam', days: 3 };
  expect((await ask('POST', '/api/rules/100/bans', ban)).body).toMatchObject({ bans: [{ name: 'Nelly' }], log: [] });
  expect((await ask('POST', '/api/rules/100/words', { pattern: 'x', exceptAdultPlaces: false })).status).toBe(403);
  expect((await ask('GET', '/api/rules/100/settings')).status).toBe(403);
  expect((await ask('GET', '/api/rules/studio')).status).toBe(404);
  isModerator = false; // they lost the role a moment ago
  expect((await ask('GET', '/api/rules/100')).status).toBe(404);
  expect((await ask('GET', '/api/studio')).body).toMatchObject({ canRule: false });
});

it('knows strangers', async () => {
  const { back, state, code } = await withLogin(['7']);
  expect((await back(code, state)).headers.location).toBe('/enter#stranger');
});

async function inside() {
  const discord = await startFakeLogin({ id: '42', name: 'mara', servers: ['100'] });
  onTestFinished(discord.close);
  const place = await open({ elsewhere: { ...COMMON, login: null, activity: discord.activity } });
  const origin = `https://${CLIENT.id}.discordsays.com`;
  const tryEntering = (code: string, instance = 'i-1') =>
    send(place, 'POST', '/api/enter/activity', { body: { code, instance }, headers: { origin } });
  const enterAs = async () => (await tryEntering(discord.codeInside())).headers['set-cookie']![0]!;
  return { place, origin, enterAs, tryEntering, discord };
}

it('is an Activity for Discord’s frames alone, whose members come in by a code and draw on one canvas', async () => {
  const { place, origin, enterAs } = await inside();
  const cookie = await enterAs();
  expect(cookie).toMatch(/^__Host-easel=.*; HttpOnly; Secure; SameSite=None; Partitioned$/);
  const headers = { cookie: cookie.split(';')[0]!, origin };
  const page = await send(place, 'GET', '/', { headers });
  const frames = ['https://discord.com', 'https://ptb.discord.com', 'https://canary.discord.com', origin];
  expect(page.headers['content-security-policy']).toMatch(new RegExp(`; frame-ancestors ${frames.join(' ')}$`));
  expect((await fetch(place.studio.address)).headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'$/);

  const listening = request(`${place.studio.otherAddress}/api/events?session=b&canvas=i-1`, {
    headers: { host: HOST, cookie: (await enterAs()).split(';')[0]! },
  }).end();
  const [stream] = (await once(listening, 'response')) as [IncomingMessage];
  const line = { kind: 'line', sha256: 'ab'.repeat(32), points: [1, 2, 3, 4], radius: 5, erase: false };
  const tell = (news: readonly unknown[], canvas = 'i-1') =>
    send(place, 'POST', '/api/canvas', { headers, body: { canvas, session: 'a', news } });
  for await (const piece of stream) {
    if (String(piece).includes('event: hello')) {
      expect((await tell([{ ...line, points: ['1'] }])).status).toBe(400);
      expect((await tell([{ ...line, radius: 6 }], 'i-2')).status).toBe(403); // another Activity
      await tell([line]);
    }
    if (!String(piece).includes('"kind":"line"')) continue;
    expect(String(piece)).toContain(`event: canvas\ndata: ${JSON.stringify(line)}`);
    break;
  }
});

it('says to a member of an Activity why they are not let in, and why not to draw', async () => {
  const { place, origin, tryEntering, discord } = await inside();
  const code = discord.codeInside();
  expect((await tryEntering(code)).status).toBe(200);
  const why = async (...given: Parameters<typeof tryEntering>) => (await tryEntering(...given)).body.error;
  expect(await why(code)).toBe(ENGLISH['access.code-over']);
  expect(await why(discord.codeInside(), 'i-2')).toBe(ENGLISH['access.other-instance']);
  discord.setRights(async () => {
    throw failure('denied', 'ask.command-denied', { command: 'imagine' });
  });
  const { headers: given } = await tryEntering(discord.codeInside());
  const headers = { cookie: given['set-cookie']![0]!.split(';')[0]!, origin };
  expect((await send(place, DRAW[0], DRAW[1], { headers, body: DRAW[2] })).body.error).toBe(
    ENGLISH['access.only-look-on'],
  );
  const other = await send(place, 'GET', '/api/events?session=b&canvas=i-2', { headers });
  expect(other.body.error).toBe(ENGLISH['access.other-instance']);
});

it('draws in an Activity what its server allows where it runs, from one moment to the next', async () => {
  const { place, origin, enterAs, discord } = await inside();
  const headers = { cookie: (await enterAs()).split(';')[0]!, origin };
  const draw = () => send(place, DRAW[0], DRAW[1], { headers, body: DRAW[2] });
  expect((await draw()).status).toBe(201);
  const { settings } = place.workplace.jobs.rules;
  const manager = { serverId: '100', memberId: 'ada', memberName: 'Ada', mayManageServer: true };
  await settings.set(manager, { name: 'drawing', value: 'off', channelId: '1' });
  expect((await draw()).body.error).toBe(ENGLISH['setting.drawing-off']);
  await settings.set(manager, { name: 'drawing', value: 'on', channelId: '1' });
  discord.setRights(async () => {
    throw failure('denied', 'ask.command-denied', { command: 'imagine' });
  });
  expect((await draw()).body.error).toContain('this server does not let you use /imagine in this channel');
});

it('knows no canvas and no code where it is no Activity', async () => {
  const place = await open();
  expect((await send(place, 'POST', '/api/enter/activity', { body: { code: 'x', instance: 'i' } })).status).toBe(403);
  const headers = await enter(place, await linkFor(place, 'draw'));
  expect((await send(place, 'POST', '/api/canvas', { headers, body: {} })).status).toBe(403);
});
