import type { KnownMember, MemberLogin } from '#bot/ports/access.ts';
import { failure } from '#bot/text/say.ts';

const API = 'https://discord.com/api/v10';

/** Who somebody is, and which servers they are in; nothing else is asked for. */
const SCOPES = 'identify guilds';

export interface MemberLoginOptions {
  /** Of the application, in Discord's developer portal. The secret is sent to Discord alone. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** Another Discord than Discord's own, `https://…/api/v10`. */
  readonly api?: string;
}

/** Logins with Discord by the code grant: https://discord.com/developers/docs/topics/oauth2. */
export function createMemberLogin({ clientId, clientSecret, api = API }: MemberLoginOptions): MemberLogin {
  return {
    address({ state, challenge, redirect }) {
      const address = new URL('/oauth2/authorize', api);
      const asked = { client_id: clientId, response_type: 'code', scope: SCOPES, redirect_uri: redirect, state };
      const proof = { code_challenge: challenge, code_challenge_method: 'S256', prompt: 'none' };
      for (const [name, value] of Object.entries({ ...asked, ...proof })) address.searchParams.set(name, value);
      return address.href;
    },
    async redeem({ code, verifier, redirect }, signal) {
      const body = new URLSearchParams({
        ...{ client_id: clientId, client_secret: clientSecret, grant_type: 'authorization_code', code },
        ...(verifier !== undefined && { code_verifier: verifier }),
        ...(redirect !== undefined && { redirect_uri: redirect }),
      });
      const answer = await ask(`${api}/oauth2/token`, { method: 'POST', body, signal });
      const token = textIn(answer, 'access_token');
      const headers = { authorization: `Bearer ${token}` };
      const [me, guilds] = await Promise.all([
        ask(`${api}/users/@me`, { headers, signal }),
        ask(`${api}/users/@me/guilds`, { headers, signal }),
      ]);
      return { ...memberIn(me, guilds), token };
    },
  };
}

function memberIn(me: unknown, guilds: unknown): KnownMember {
  const { global_name: shown } = me as { readonly global_name?: unknown };
  const name = typeof shown === 'string' && shown !== '' ? shown : textIn(me, 'username');
  const serverIds = Array.isArray(guilds) ? guilds.map((guild) => textIn(guild, 'id')) : [];
  return { id: textIn(me, 'id'), name, serverIds };
}

/** What Discord says is no more than text until it is looked at. */
function textIn(answer: unknown, name: string): string {
  const value = (answer as Readonly<Record<string, unknown>> | null)?.[name];
  if (typeof value === 'string') return value;
  throw failure('denied', 'access.login-failed');
}

async function ask(address: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(address, { ...init, redirect: 'error' }).catch((cause) => {
    throw failure('unavailable', 'access.login-failed', { cause });
  });
  if (!response.ok) throw failure('denied', await whyRefused(response));
  return response.json();
}

/** RFC 6749, 5.2: a code that ran out, was used before or is another application's is an invalid grant. */
async function whyRefused(response: Response): Promise<'access.code-over' | 'access.login-failed'> {
  const said = (await response.json().catch(() => null)) as { readonly error?: unknown } | null;
  return said?.error === 'invalid_grant' ? 'access.code-over' : 'access.login-failed';
}
