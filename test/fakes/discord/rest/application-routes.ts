import { type Json, type JsonObject, objectOf, objectsOf, stringOf } from '#test/fakes/discord/json.ts';
import { getMyself } from '#test/fakes/discord/rest/activity-routes.ts';
import { refusals } from '#test/fakes/discord/rest/api-error.ts';
import { type Answer, type Call, examine, type Route } from '#test/fakes/discord/rest/call.ts';
import { conversationWith } from '#test/fakes/discord/world/new-channel.ts';
import {
  channelPayload,
  commandPermissionsPayload,
  guildPayload,
  memberPayload,
  userPayload,
} from '#test/fakes/discord/world/payloads.ts';
import { announce } from '#test/fakes/discord/world/world.ts';

const COMMANDS = '/applications/{application_id}/commands';
const GUILD_COMMANDS = '/applications/{application_id}/guilds/{guild_id}/commands';

/** What a bot asks about itself, its commands and its servers. */
export const APPLICATION_ROUTES: readonly Route[] = [
  { method: 'GET', template: '/gateway/bot', auth: 'bot', handle: getGateway },
  { method: 'GET', template: '/users/@me', auth: 'bot or bearer', handle: getMyself },
  { method: 'POST', template: '/users/@me/channels', auth: 'bot', handle: openConversation },
  { method: 'GET', template: COMMANDS, auth: 'bot', handle: listCommands },
  { method: 'PUT', template: COMMANDS, auth: 'bot', handle: setCommands },
  { method: 'GET', template: GUILD_COMMANDS, auth: 'bot', handle: listCommands },
  { method: 'PUT', template: GUILD_COMMANDS, auth: 'bot', handle: setCommands },
  { method: 'GET', template: `${GUILD_COMMANDS}/permissions`, auth: 'bot', handle: listCommandPermissions },
  { method: 'GET', template: `${GUILD_COMMANDS}/{command_id}/permissions`, auth: 'bot', handle: getCommandPermissions },
  { method: 'GET', template: '/guilds/{guild_id}', auth: 'bot', handle: getGuild },
  { method: 'GET', template: '/guilds/{guild_id}/channels', auth: 'bot', handle: listChannels },
  { method: 'GET', template: '/guilds/{guild_id}/members/{user_id}', auth: 'bot', handle: getMember },
];

function getGateway({ world }: Call): Answer {
  return {
    status: 200,
    body: {
      url: world.origin.replace('http', 'ws'),
      shards: world.shardsAdvised,
      // discord.js forgets its identify throttle when reset_after is short.
      session_start_limit: {
        total: 1000,
        remaining: world.startsLeft,
        reset_after: 14_400_000,
        max_concurrency: world.startsAtOnce,
      },
    },
  };
}

/** Opens one with anybody; only what is sent there may be refused. */
function openConversation({ world, body }: Call): Answer {
  const userId = stringOf(objectOf(body).recipient_id);
  if (!world.users.has(userId)) throw refusals.unknownUser();
  const recipients = [userPayload(world.users.get(userId)!)];
  return { status: 200, body: { ...channelPayload(conversationWith(world, userId)), recipients } };
}

/** Other languages are told only to who asks for them. */
function listCommands(call: Call): Answer {
  const commands = call.world.commands.get(scopeOf(call)) ?? [];
  const isAskedFor = call.query.get('with_localizations') === 'true';
  return { status: 200, body: isAskedFor ? commands : commands.map(withoutLocalizations) };
}

function withoutLocalizations(node: JsonObject): JsonObject {
  const kept = Object.entries(node).filter(([key]) => !key.endsWith('_localizations'));
  const inner = kept.flatMap(([key, value]) =>
    key === 'options' || key === 'choices' ? [[key, objectsOf(value).map(withoutLocalizations)] as const] : [],
  );
  return { ...Object.fromEntries(kept), ...Object.fromEntries(inner) };
}

function setCommands(call: Call): Answer {
  const { world } = call;
  const scope = scopeOf(call);
  const commands = objectsOf(call.body);
  examine(call, 'commands', { commands });
  const before = world.commands.get(scope) ?? [];
  const stored = commands.map((command): JsonObject => {
    const known = before.find((old) => old.name === command.name && old.type === (command.type ?? 1));
    return {
      dm_permission: true,
      nsfw: false,
      contexts: null,
      integration_types: [0],
      description: '',
      ...withoutNull(command),
      default_member_permissions: permissionsText(command.default_member_permissions),
      type: command.type ?? 1,
      id: known?.id ?? world.nextId(),
      version: world.nextId(),
      application_id: world.bot.id,
      ...(scope === '' ? {} : { guild_id: scope }),
    };
  });
  world.commands.set(scope, stored);
  announce(world);
  return { status: 200, body: stored };
}

function listCommandPermissions(call: Call): Answer {
  const guild = call.world.guilds.get(scopeOf(call))!;
  const ids = [...guild.commandOverrides.keys()];
  return { status: 200, body: ids.map((id) => commandPermissionsPayload(call.world, { guild, id })) };
}

function getCommandPermissions(call: Call): Answer {
  const guild = call.world.guilds.get(scopeOf(call))!;
  const id = call.params.command_id!;
  if (!guild.commandOverrides.has(id)) throw refusals.unknownCommandPermissions();
  return { status: 200, body: commandPermissionsPayload(call.world, { guild, id }) };
}

/** '' = everywhere, else the guild. */
function scopeOf({ world, params }: Call): string {
  if (params.application_id !== world.bot.id) throw refusals.missingAccess();
  if (params.guild_id !== undefined && !world.guilds.has(params.guild_id)) throw refusals.missingAccess();
  return params.guild_id ?? '';
}

function withoutNull(command: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(command).filter(([, value]) => value !== null));
}

function permissionsText(value: Json | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

function getGuild({ world, params }: Call): Answer {
  const guild = world.guilds.get(params.guild_id!);
  if (!guild) throw refusals.unknownGuild();
  return { status: 200, body: guildPayload(world, guild) };
}

function listChannels({ world, params }: Call): Answer {
  const guild = world.guilds.get(params.guild_id!);
  if (!guild) throw refusals.unknownGuild();
  return { status: 200, body: guild.channelIds.map((id) => channelPayload(world.channels.get(id)!)) };
}

function getMember({ world, params }: Call): Answer {
  const guild = world.guilds.get(params.guild_id!);
  if (!guild) throw refusals.unknownGuild();
  const member = guild.members.get(params.user_id!);
  if (!member) throw refusals.unknownMember();
  const user = userPayload(world.users.get(member.userId)!);
  return { status: 200, body: { ...memberPayload(member), user } };
}
