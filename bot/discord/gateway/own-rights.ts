import { type Client, Events, type PermissionsBitField } from 'discord.js';
import type { PanelAddress } from '#bot/domain/job.ts';
import { failure } from '#bot/text/say.ts';

/** What a picture cannot be shown without: its last edits come by the bot's own right, which must see the channel. */
const SHOWING = ['ViewChannel', 'AttachFiles'] as const;

/** A right that the bot lacks where it is to show pictures. */
export type LackingRight = (typeof SHOWING)[number];

/**
 * What the bot may not do of all that showing a picture takes. Outside of its servers no channel is there to be seen by
 * it, and Discord says nothing of that right.
 */
export function lackingRights(
  permissions: Readonly<PermissionsBitField>,
  reach?: PanelAddress['reach'],
): readonly LackingRight[] {
  return SHOWING.filter((right) => !permissions.has(right) && !(reach && right === 'ViewChannel'));
}

/** The same for a channel, as far as the bot has been told; nothing where it does not know. */
export function lackingRightsIn(client: Client, channelId: string): readonly LackingRight[] {
  const channel = client.channels.cache.get(channelId);
  const me = channel && 'guild' in channel ? channel.guild.members.me : null;
  if (!channel || !me || !('permissionsFor' in channel)) return [];
  const permissions = channel.permissionsFor(me);
  return permissions ? lackingRights(permissions) : [];
}

/** Throws `denied`, saying what to allow, where no picture could be shown: nothing is drawn that nobody would see. */
export function demandShowing(lacking: readonly LackingRight[]): void {
  const [see, attach] = [!lacking.includes('ViewChannel'), !lacking.includes('AttachFiles')];
  if (!see || !attach) throw failure('denied', 'discord.may-not-show', { see, attach });
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
