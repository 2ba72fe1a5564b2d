import {
  type APIApplicationCommand,
  type APIGuildApplicationCommandPermissions,
  type Client,
  Events,
  PermissionFlagsBits,
  type PermissionsBitField,
  type REST,
  Routes,
} from 'discord.js';
import { classifyDiscordError } from '#bot/discord/gateway/discord-error.ts';
import { type CommandOverride, type CommandUser, isAllowed } from '#bot/discord/rights/command-overrides.ts';
import { failure } from '#bot/text/say.ts';

/** Somebody who wants by a button, form or reaction what a command does. */
export interface CommandAsker extends CommandUser {
  /** What they may do in this channel. */
  readonly permissions: Readonly<PermissionsBitField> | null;
}

/** Whether somebody may do by another way what a command does: Discord itself asks for commands alone. */
export interface CommandRights {
  /** Throws `denied` with a sentence when the server does not let them use the command here, `unavailable` when nobody knows. */
  demand(command: string, asker: CommandAsker): Promise<void>;
}

/** By command id, or by the application's for what holds for all of its commands. */
type ServerOverrides = ReadonlyMap<string, readonly CommandOverride[]>;

/**
 * The rights that servers give and take under Integrations. Asked for once a server and kept fresh by the gateway;
 * forgotten with the connection, behind which changes may have been missed.
 */
export function createCommandRights(client: Client, rest: REST): CommandRights {
  const servers = new Map<string, Promise<ServerOverrides>>();
  let ids: Promise<ReadonlyMap<string, string>> | null = null;
  const applicationId = () => client.application?.id ?? '';

  const commandIds = () => {
    ids ??= readCommandIds(rest, applicationId()).catch((error) => {
      ids = null;
      throw error;
    });
    return ids;
  };
  const overridesOf = (serverId: string) => {
    const known = servers.get(serverId);
    if (known) return known;
    const asked = readOverrides(rest, { applicationId: applicationId(), serverId });
    servers.set(serverId, asked);
    asked.catch(() => servers.delete(serverId));
    return asked;
  };

  client.on(Events.ApplicationCommandPermissionsUpdate, (update) => {
    if (update.applicationId === applicationId()) servers.delete(update.guildId);
  });
  client.on(Events.GuildDelete, ({ id }) => servers.delete(id));
  client.on(Events.ShardReady, () => servers.clear());

  return {
    async demand(command, asker) {
      const { permissions, serverId } = asker;
      if (permissions?.has(PermissionFlagsBits.Administrator)) return;
      if (!permissions?.has(PermissionFlagsBits.UseApplicationCommands)) throw denied(command);
      // Where the bot is not a member, no server has a say in its commands.
      if (!client.guilds.cache.has(serverId)) return;
      const [known, said] = await Promise.all([commandIds(), overridesOf(serverId)]).catch((cause) => {
        throw failure('unavailable', 'ask.rights-unknown', { command }, { cause });
      });
      const overrides = {
        command: said.get(known.get(command) ?? '') ?? [],
        application: said.get(applicationId()) ?? [],
      };
      const channelId = await ruledChannel(client, asker.channelId);
      if (!isAllowed(overrides, { ...asker, channelId })) throw denied(command);
    },
  };
}

/** What is said of a channel holds for its threads. */
async function ruledChannel(client: Client, channelId: string): Promise<string> {
  const known = client.channels.cache.get(channelId);
  const channel = known ?? (await client.channels.fetch(channelId).catch(() => null));
  return (channel?.isThread() && channel.parentId) || channelId;
}

function denied(command: string) {
  return failure('denied', 'ask.command-denied', { command });
}

async function readCommandIds(rest: REST, applicationId: string): Promise<ReadonlyMap<string, string>> {
  const commands = (await rest.get(Routes.applicationCommands(applicationId))) as readonly APIApplicationCommand[];
  return new Map(commands.map(({ name, id }) => [name, id]));
}

async function readOverrides(
  rest: REST,
  { applicationId, serverId }: { readonly applicationId: string; readonly serverId: string },
): Promise<ServerOverrides> {
  const route = Routes.guildApplicationCommandsPermissions(applicationId, serverId);
  try {
    const said = (await rest.get(route)) as readonly APIGuildApplicationCommandPermissions[];
    return new Map(said.map(({ id, permissions }) => [id, permissions]));
  } catch (error) {
    const { kind } = classifyDiscordError(error);
    // Not a member any more: nothing is said there.
    if (kind === 'refused' || kind === 'gone') return new Map();
    throw error;
  }
}
