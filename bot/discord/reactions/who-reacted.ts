import { type Client, type GatewayMessageReactionAddDispatchData, PermissionFlagsBits } from 'discord.js';
import type { CommandAsker } from '#bot/discord/rights/command-rights.ts';
import { isAgeRestricted } from '#bot/discord/rights/may-read.ts';
import type { Member } from '#bot/domain/job.ts';

/**
 * Who reacted and what they may do there. Discord sends the member along, so discord.js knows them by now; a channel
 * that it does not know, such as a thread that was archived when the bot started, is asked for.
 */
export async function whoReacted(
  { user_id: id, guild_id: guildId, channel_id: channelId, member: sent }: GatewayMessageReactionAddDispatchData,
  client: Client,
): Promise<{ readonly member: Member; readonly asker: Omit<CommandAsker, 'serverId'> }> {
  const channel = client.channels.cache.get(channelId) ?? (await client.channels.fetch(channelId).catch(() => null));
  const known = client.guilds.cache.get(guildId ?? '')?.members.cache.get(id);
  const permissions = known && channel && !channel.isDMBased() ? channel.permissionsFor(known) : null;
  const account = guildId ? null : await client.users.fetch(id).catch(() => null);
  const isSilenced = known?.isCommunicationDisabled() ?? false;
  return {
    member: {
      id,
      name:
        known?.displayName ?? sent?.nick ?? sent?.user.global_name ?? sent?.user.username ?? account?.displayName ?? id,
      isAmongAdults: channel !== null && !channel.isDMBased() && isAgeRestricted(channel),
      isModerator: permissions?.has(PermissionFlagsBits.ManageMessages) ?? false,
    },
    asker: {
      channelId,
      memberId: id,
      roleIds: known ? [...known.roles.cache.keys()] : (sent?.roles ?? []),
      permissions: isSilenced ? null : permissions,
    },
  };
}
