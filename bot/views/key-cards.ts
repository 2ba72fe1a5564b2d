import { type ApiKey, KEY_SCOPES } from '#bot/ports/api-keys.ts';
import { type Reader, writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import type { Card } from '#bot/views/card.ts';
import { oneLine } from '#bot/views/one-line.ts';
import type { Message } from '#shared/text/message.ts';
import { code, joinRich, plainNode } from '#shared/text/rich.ts';

/** A new key, shown this once, with what it is good for. */
export function keyCard(key: ApiKey, token: string, { language }: Reader): Card {
  const { rich } = writerOf(language);
  return {
    heading: rich(say('key.made', { name: oneLine(key.name) })),
    paragraphs: [rich(say('key.once')), [code(token)], joinRich(saidOf(key).map(rich), ' · ')],
    fields: [],
  };
}

/** A member's keys by name, with what each is good for. */
export function keysCard(keys: readonly ApiKey[], { language }: Reader): Card {
  const { rich } = writerOf(language);
  return {
    heading: rich(say('key.heading')),
    paragraphs: [rich(say(keys.length === 0 ? 'key.none' : 'key.some'))],
    fields: keys.map((key) => ({
      name: [plainNode(oneLine(key.name))],
      value: joinRich(saidOf(key).map(rich), ' · '),
    })),
  };
}

function saidOf({ scopes, requestsPerMinute, secondsPerDay, expiresAt }: ApiKey): readonly Message[] {
  const named = scopes.length === KEY_SCOPES.length ? (['all'] as const) : scopes;
  return [
    ...named.map((scope) => say(`key.scope.${scope}`)),
    say('key.said-requests', { max: requestsPerMinute }),
    ...(secondsPerDay === null ? [] : [say('key.said-seconds', { max: secondsPerDay })]),
    ...(expiresAt === null ? [] : [say('key.said-until', { date: new Date(expiresAt).toISOString().slice(0, 10) })]),
  ];
}
