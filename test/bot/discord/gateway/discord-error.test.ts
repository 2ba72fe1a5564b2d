import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { classifyDiscordError } from '#bot/discord/gateway/discord-error.ts';

const REQUEST = { files: undefined, body: undefined };
const apiError = (status: number, code: number) =>
  new DiscordAPIError({ code, message: 'no' }, code, status, 'PATCH', 'https://discord.test', REQUEST);
const httpError = (status: number) => new HTTPError(status, 'no', 'PATCH', 'https://discord.test', REQUEST);
const limited = (change: { global?: boolean; retryAfter?: number; timeToReset?: number }) =>
  new RateLimitError({
    timeToReset: 0,
    limit: 5,
    method: 'PATCH',
    hash: 'h',
    url: 'https://discord.test',
    route: '/webhooks/:id/:token/messages/:id',
    majorParameter: '1',
    global: false,
    retryAfter: 0,
    sublimitTimeout: 0,
    scope: 'user',
    ...change,
  });

describe('troubleOf()', () => {
  it.each([
    ['an unknown message', apiError(404, 10008), 'gone'],
    ['an unknown channel', apiError(404, 10003), 'gone'],
    ['an interaction that is too old', apiError(404, 10062), 'expired'],
    ['a token that is over', apiError(401, 50027), 'expired'],
    ['a webhook that is over', apiError(404, 10015), 'expired'],
    ['a second answer', apiError(400, 40060), 'answered'],
    ['missing access', apiError(403, 50001), 'refused'],
    ['missing permissions', apiError(403, 50013), 'refused'],
    ['a prohibition that we do not know yet', apiError(403, 59999), 'refused'],
    ['a blocked text', apiError(400, 200000), 'refused'],
    ['a file too large', apiError(413, 40005), 'too-large'],
    ['a request too large on the way', httpError(413), 'too-large'],
    ['a malformed body', apiError(400, 50035), 'rejected'],
    ['a bad gateway', httpError(502), 'broken'],
    ['an error of Discord itself', apiError(500, 0), 'broken'],
    ['a cut line', new Error('ECONNRESET'), 'broken'],
    ['an aborted request', new DOMException('timeout', 'AbortError'), 'broken'],
  ])('knows %s', (_, error, kind) => expect(classifyDiscordError(error).kind).toBe(kind));

  it('waits as long as Discord says', () => {
    expect(classifyDiscordError(limited({ retryAfter: 700, timeToReset: 400 }))).toEqual({
      kind: 'wait',
      ms: 700,
      scope: 'message',
    });
    expect(classifyDiscordError(limited({ timeToReset: 50 }))).toEqual({ kind: 'wait', ms: null, scope: 'message' });
    expect(classifyDiscordError(limited({ timeToReset: 2000 }))).toEqual({ kind: 'wait', ms: 2000, scope: 'message' });
    expect(classifyDiscordError(limited({ retryAfter: 90, global: true }))).toMatchObject({ scope: 'everything' });
  });

  it('waits for the window of old messages', () => {
    expect(classifyDiscordError(apiError(429, 30046))).toEqual({ kind: 'wait', ms: 6000, scope: 'message' });
  });
});
