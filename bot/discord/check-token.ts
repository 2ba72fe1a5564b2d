import { say } from '#bot/text/say.ts';
import { doubtful, type Finding, right, wrong } from '#shared/preflight/finding.ts';
import { message } from '#shared/text/failure.ts';

const API = 'https://discord.com/api/v10';

/** How long Discord may take. Milliseconds. */
const ANSWER_WITHIN_MS = 10_000;

/** The id of the application in base64, when it was made, and a signature. */
const TOKEN = /^[\w-]{18,40}\.[\w-]{6,7}\.[\w-]{27,80}$/;

/** Whether it can be a bot's token; with `ask` also whether Discord takes it, which begins no session. */
export async function checkToken(
  token: string | null,
  { ask, api }: { readonly ask: boolean; readonly api: string | null },
): Promise<Finding> {
  if (token === null) return doubtful(message('preflight.no-token'));
  if (!TOKEN.test(token) || !startsWithId(token)) return wrong(message('preflight.token-malformed'));
  return ask ? askDiscord(token, api ?? API) : right(message('preflight.token-form'));
}

function startsWithId(token: string): boolean {
  return /^\d{17,20}$/.test(Buffer.from(token.split('.')[0]!, 'base64url').toString('latin1'));
}

async function askDiscord(token: string, address: string): Promise<Finding> {
  const away = (why: string) => wrong(message('preflight.discord-away', { address, why }));
  try {
    const headers = { authorization: `Bot ${token}` };
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const answer = await fetch(`${address}/users/@me`, { headers, signal, redirect: 'error' });
    if (answer.status === 401) return wrong(say('discord.token-refused'));
    if (!answer.ok) return away(String(answer.status));
    const { username } = (await answer.json()) as { readonly username?: unknown };
    return right(message('preflight.token-known', { name: String(username) }));
  } catch (thrown) {
    const { name, cause } = thrown as { readonly name: string; readonly cause?: { readonly code?: string } };
    return away(cause?.code ?? name);
  }
}
