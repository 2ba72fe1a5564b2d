import { type BaseInteraction, type Channel, InteractionContextType } from 'discord.js';
import type { PanelAddress, Place } from '#bot/domain/job.ts';
import { type Language, languageOf } from '#bot/text/locale.ts';

/** What stands for a server in links of Discord's own to conversations outside of servers. */
const OUTSIDE = '@me';

/** Where somebody asks, and what the bot can do there. */
export interface Whereabouts {
  readonly place: Place;
  /** As a panel's: token = the bot is not there, so that only the interaction's token can change what it shows. */
  readonly reach: PanelAddress['reach'];
  /** Of what everybody there reads; null = the server that the bot is in has one. */
  readonly language: Language | null;
}

/** Reads where an interaction comes from; null for one without a channel. */
export function whereaboutsOf(interaction: BaseInteraction): Whereabouts | null {
  const { guildId, channelId, channel, client, context, guildLocale, locale } = interaction;
  if (!channelId) return null;
  if (guildId === null) {
    const reach = context === InteractionContextType.BotDM ? 'direct' : 'token';
    return { place: conversationAt(channelId), reach, language: languageOf(locale) };
  }
  const place = { platform: 'discord', serverId: guildId, channelId, ...threadIn(channel) } as const;
  if (client.guilds.cache.has(guildId)) return { place, reach: undefined, language: null };
  return { place, reach: 'token', language: languageOf(guildLocale ?? locale) };
}

/** What a place is besides, whose channel is a thread or a post in a forum. */
export function threadIn(channel: Channel | null | undefined): Pick<Place, 'threadOf'> {
  return channel?.isThread() && channel.parentId ? { threadOf: channel.parentId } : {};
}

/**
 * A conversation is a server of its own: its styles, its lists of words and its jobs are those of who is in it, and
 * nobody else's.
 */
export function conversationAt(channelId: string): Place {
  return { platform: 'discord', serverId: `${OUTSIDE}:${channelId}`, channelId };
}

/** Whether that is no server but a conversation. */
export function isConversation(serverId: string): boolean {
  return serverId.startsWith(`${OUTSIDE}:`);
}

/** What Discord's links have for the server of a message. */
export function linkedServer(serverId: string, reach: PanelAddress['reach']): string {
  return reach === 'direct' || isConversation(serverId) ? OUTSIDE : serverId;
}
