import { type JsonObject, objectOf, stringOf } from '#test/fakes/discord/json.ts';
import { ApiError, refusals } from '#test/fakes/discord/rest/api-error.ts';
import type { Answer, Call, Route } from '#test/fakes/discord/rest/call.ts';
import { guildPayload, userPayload } from '#test/fakes/discord/world/payloads.ts';

/** OAuth 2 of members who are in an Activity, and what the application asks of those that run. */
export const ACTIVITY_ROUTES: readonly Route[] = [
  { method: 'POST', template: '/oauth2/token', auth: 'open', handle: exchangeCode },
  { method: 'GET', template: '/users/@me/guilds', auth: 'bearer', handle: listOwnGuilds },
  {
    method: 'GET',
    template: '/applications/{application_id}/activity-instances/{instance_id}',
    auth: 'bot',
    handle: getInstance,
  },
];

/** https://discord.com/developers/docs/topics/oauth2#authorization-code-grant; a code is good once. */
function exchangeCode({ world, body }: Call): Answer {
  const { code, ...said } = objectOf(body);
  const consent = world.codes.get(stringOf(code));
  world.codes.delete(stringOf(code));
  if (said.client_id !== world.bot.id || said.client_secret !== world.clientSecret)
    throw oauthError(401, 'invalid_client');
  if (said.grant_type !== 'authorization_code' || !consent || consent.isOver) throw oauthError(400, 'invalid_grant');
  const token = `bearer-${world.nextId()}`;
  world.bearers.set(token, consent.userId);
  const answer = { access_token: token, token_type: 'Bearer', expires_in: 604_800, refresh_token: `refresh-${token}` };
  return { status: 200, body: { ...answer, scope: 'identify guilds' } };
}

/** Errors of OAuth 2 have a form of their own (RFC 6749, 5.2). */
function oauthError(status: number, error: string): ApiError {
  return new ApiError(status, 0, { message: error, extra: { error } });
}

function listOwnGuilds({ world, userId }: Call): Answer {
  const own = [...world.guilds.values()].filter((guild) => guild.members.has(userId ?? ''));
  return { status: 200, body: own.map((guild) => ownGuild(guildPayload(world, guild))) };
}

function ownGuild({ id, name, icon, features }: JsonObject): JsonObject {
  return { id, name, icon: icon ?? null, banner: null, owner: false, permissions: '0', features: features ?? [] };
}

function getInstance({ world, params }: Call): Answer {
  const activity = world.activities.get(params.instance_id!);
  if (!activity || params.application_id !== world.bot.id) throw refusals.unknownChannel();
  const { instanceId, launchId, channelId, userIds } = activity;
  const { guildId } = world.channels.get(channelId)!;
  const location =
    guildId === ''
      ? { id: `pc-${channelId}`, kind: 'pc', channel_id: channelId }
      : { id: `gc-${guildId}-${channelId}`, kind: 'gc', channel_id: channelId, guild_id: guildId };
  const instance = { application_id: world.bot.id, instance_id: instanceId, launch_id: launchId };
  return { status: 200, body: { ...instance, location, users: [...userIds] } };
}

/** Who somebody is: the bot itself, or the member whose token it is. */
export function getMyself({ world, userId }: Call): Answer {
  const user = world.users.get(userId ?? world.bot.id)!;
  return { status: 200, body: { ...userPayload(user), mfa_enabled: false, locale: 'en-US' } };
}
