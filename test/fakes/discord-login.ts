import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createActivities } from '#bot/discord/activities.ts';
import { createMemberLogin } from '#bot/discord/member-login.ts';
import type { Member } from '#bot/domain/job.ts';
import type { Activities, MemberLogin } from '#bot/ports/access.ts';

/** Discord's side of a login: https://discord.com/developers/docs/topics/oauth2#authorization-code-grant. */
export interface FakeLogin {
  /** For `api`. */
  readonly api: string;
  /** The member consents, as at the address that a browser was sent to; gives the code that comes back. */
  consent(address: string): string;
  /** A code as Discord's client gives one inside an Activity: without a redirect, and without PKCE. */
  codeInside(): string;
  /** For the studio's Activity, which runs as `i-1` in channel 1 of the member's first server. */
  readonly activity: MemberLogin & Activities & { readonly clientId: string };
  /** The member's rights there; all when nothing is said. */
  setRights(demandRight: NonNullable<Member['demandRight']>): void;
  close(): Promise<void>;
}

/** Of the application and its bot. */
export const CLIENT = { id: '1234567890', secret: 'a-secret-of-the-tests', token: 'a-bot-of-the-tests' };

/** A member of these servers, who consents to everything. Each code is good once. */
export async function startFakeLogin(member: {
  readonly id: string;
  readonly name: string;
  readonly servers: readonly string[];
}): Promise<FakeLogin> {
  const codes = new Map<string, { readonly challenge: string | null; readonly redirect: string | null }>();
  const issue = (asked: { readonly challenge: string | null; readonly redirect: string | null }) => {
    const code = `code-${codes.size}`;
    codes.set(code, asked);
    return code;
  };
  const answers: Record<string, unknown> = {
    '/api/v10/users/@me': { id: member.id, username: member.name, global_name: null },
    '/api/v10/users/@me/guilds': member.servers.map((id) => ({ id, name: 'a server' })),
  };
  const instance = {
    ...{ application_id: CLIENT.id, instance_id: 'i-1', launch_id: '1', users: [member.id] },
    location: { id: 'gc-1-1', kind: 'gc', channel_id: '1', guild_id: member.servers[0] },
  };
  const botAnswers: Record<string, unknown> = {
    [`/api/v10/applications/${CLIENT.id}/activity-instances/i-1`]: instance,
  };
  let demandRight: NonNullable<Member['demandRight']> = async () => {};
  const server = createServer(async (request, response) => {
    const { authorization } = request.headers;
    const isToken = request.method === 'POST' && request.url === '/api/v10/oauth2/token';
    if (authorization === `Bot ${CLIENT.token}`) return botAnswer(botAnswers[request.url!], response);
    const known = authorization === 'Bearer token' ? answers[request.url!] : undefined;
    const answer = isToken ? exchange(new URLSearchParams(await textOf(request)), codes) : known;
    const refused = isToken ? { status: 400, error: 'invalid_grant' } : { status: 401, message: '401: Unauthorized' };
    response.writeHead(answer === undefined ? refused.status : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? refused));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v10`;
  const memberOf = async ({ ownerId: id, ownerName: name }: { readonly ownerId: string; readonly ownerName: string }) =>
    ({ id, name, isModerator: false, demandRight: (command) => demandRight(command) }) satisfies Member;
  return {
    api,
    activity: {
      ...createMemberLogin({ clientId: CLIENT.id, clientSecret: CLIENT.secret, api }),
      ...createActivities({ clientId: CLIENT.id, token: CLIENT.token, api, memberOf }),
      clientId: CLIENT.id,
    },
    setRights(rights) {
      demandRight = rights;
    },
    consent(address) {
      const asked = new URL(address).searchParams;
      if (asked.get('client_id') !== CLIENT.id || asked.get('response_type') !== 'code') throw new Error(address);
      return issue({ challenge: asked.get('code_challenge'), redirect: asked.get('redirect_uri') });
    },
    codeInside: () => issue({ challenge: null, redirect: null }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function botAnswer(answer: unknown, response: ServerResponse): void {
  response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer ?? { message: 'Unknown Activity', code: 0 }));
}

function exchange(
  said: URLSearchParams,
  codes: Map<string, { readonly challenge: string | null; readonly redirect: string | null }>,
) {
  const asked = codes.get(said.get('code') ?? '');
  codes.delete(said.get('code') ?? '');
  const isClient = said.get('client_id') === CLIENT.id && said.get('client_secret') === CLIENT.secret;
  if (!asked || !isClient || said.get('grant_type') !== 'authorization_code') return undefined;
  if (asked.redirect !== said.get('redirect_uri')) return undefined;
  const verifier = said.get('code_verifier');
  const challenge = verifier && createHash('sha256').update(verifier).digest('base64url');
  return challenge === asked.challenge ? { access_token: 'token', token_type: 'Bearer' } : undefined;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += piece;
  return text;
}
