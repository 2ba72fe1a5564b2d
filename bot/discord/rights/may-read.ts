import {
  type BaseInteraction,
  ChannelType,
  type GuildBasedChannel,
  type GuildMember,
  PermissionFlagsBits,
} from 'discord.js';
import { whereaboutsOf } from '#bot/discord/conversation.ts';
import type { Place } from '#bot/domain/job.ts';

/**
 * Whether who asks may see what was written in a place, shown where they ask: the same channel, or one of this server
 * that they can open and that is not for adults only while this one is for all ages. A channel that is not known, as of
 * a server that the bot is not in, is not shown.
 */
export function mayRead(interaction: BaseInteraction, { platform, serverId, channelId }: Place): boolean {
  if (platform !== 'discord' || serverId !== whereaboutsOf(interaction)?.place.serverId) return false;
  if (channelId === interaction.channelId) return true;
  const channel = interaction.client.channels.cache.get(channelId);
  if (!channel || channel.isDMBased() || !interaction.inCachedGuild()) return false;
  if (isAgeRestricted(channel) && !(interaction.channel && isAgeRestricted(interaction.channel))) return false;
  return mayOpen(channel, interaction.member);
}

/** Whether a member of the channel's server sees what is written in it. */
export function mayOpen(channel: GuildBasedChannel, member: GuildMember): boolean {
  const permissions = channel.permissionsFor(member);
  // Who is in a private thread is not told to bots; who manages threads sees all of them.
  const isPrivate = channel.type === ChannelType.PrivateThread;
  const needed = isPrivate ? PermissionFlagsBits.ManageThreads : 0n;
  return permissions?.has(PermissionFlagsBits.ViewChannel | needed) ?? false;
}

/** Whether everybody in its server sees what is written in it. */
export function isOpenToAll(channel: GuildBasedChannel): boolean {
  if (channel.type === ChannelType.PrivateThread) return false;
  return channel.permissionsFor(channel.guild.roles.everyone)?.has(PermissionFlagsBits.ViewChannel) ?? false;
}

/** Whether only adults are let in. A thread is what its parent is. */
export function isAgeRestricted(channel: GuildBasedChannel): boolean {
  if (channel.isThread()) return channel.parent?.nsfw ?? false;
  return 'nsfw' in channel && channel.nsfw;
}
