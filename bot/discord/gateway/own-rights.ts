import { type Client, Events, PermissionFlagsBits } from 'discord.js';

const SHOWING = [PermissionFlagsBits.ViewChannel, PermissionFlagsBits.AttachFiles];

/** Whether the bot may show pictures in a channel, as far as it has been told; true where it does not know. */
export function mayShowPictures(client: Client, channelId: string): boolean {
  const channel = client.channels.cache.get(channelId);
  const me = channel && 'guild' in channel ? channel.guild.members.me : null;
  if (!channel || !me || !('permissionsFor' in channel)) return true;
  return channel.permissionsFor(me)?.has(SHOWING) ?? true;
}

/** Everything after which the bot may do more than before, or less. */
const RIGHTS_EVENTS = [
  Events.ChannelUpdate,
  Events.GuildRoleUpdate,
  Events.GuildRoleDelete,
  Events.GuildMemberUpdate,
  Events.GuildAvailable,
] as const;

/** Calls `changed` whenever rights may have changed, until the returned function is called. */
export function onRightsChanged(client: Client, changed: () => void): () => void {
  for (const event of RIGHTS_EVENTS) client.on(event, changed);
  return () => {
    for (const event of RIGHTS_EVENTS) client.off(event, changed);
  };
}
