import type { BaseInteraction, Interaction } from 'discord.js';
import { PermissionFlagsBits } from 'discord.js';
import type { RunContext } from '#bot/commands/command.ts';
import { isConversation, type Whereabouts, whereaboutsOf } from '#bot/discord/conversation.ts';
import type { InteractionReply } from '#bot/discord/gateway/interaction-reply.ts';
import { type LackingRight, lackingRights } from '#bot/discord/gateway/own-rights.ts';
import type { Services } from '#bot/discord/gateway/services.ts';
import { messageLink } from '#bot/discord/message-link.ts';
import type { CommandAsker } from '#bot/discord/rights/command-rights.ts';
import { isAgeRestricted, mayRead } from '#bot/discord/rights/may-read.ts';
import { isPrivate, type Member, type Place } from '#bot/domain/job.ts';
import { languageOf } from '#bot/text/locale.ts';
import { failure } from '#bot/text/say.ts';

/** A command, button or form that somebody used, free of discord.js: who, where, and how to answer. */
export interface Invocation extends Services, RunContext {
  readonly answer: InteractionReply;
  readonly cluster: Services['cluster'];
  /** What can change what is shown here; see PanelAddress. */
  readonly reach: Whereabouts['reach'];
  /** The largest file that the member's channel takes. */
  readonly bytesMax: number;
  /** What the bot may not do here of all that showing a picture takes. */
  readonly lacking: readonly LackingRight[];
  /** What commands ask for by themselves, for buttons and forms that come to the same. Throws as `CommandRights.demand`. */
  readonly demandRight: (command: string) => Promise<void>;
}

/** Reads who asks and where; throws `denied` where the operator does not want the bot to be used. */
export function invocationOf(
  interaction: Interaction,
  { services, answer }: { services: Services; answer: InteractionReply },
): Invocation {
  const { memberPermissions } = interaction;
  const whereabouts = whereaboutsOf(interaction);
  if (!whereabouts || (whereabouts.reach && !services.outsideServers)) throw failure('denied', 'ask.private');
  const { place, reach, language } = whereabouts;
  const isAlone = isConversation(place.serverId);
  const asker = askerOf(interaction, place);
  // For commands Discord has asked already, and in a conversation nobody has a say in what others may.
  const demandRight = async (command: string) =>
    isAlone || interaction.isChatInputCommand() ? undefined : services.commandRights.demand(command, asker);
  return {
    ...services,
    answer,
    reach,
    serverLanguage: (serverId) =>
      serverId === place.serverId && language ? language : services.serverLanguage(serverId),
    requestKey: `discord:${interaction.id}`,
    place,
    member: {
      ...standingOf(interaction),
      name: nameOf(interaction),
      isAmongAdults: isAmongAdults(interaction),
      demandRight,
    },
    reader: { language: languageOf(interaction.locale), platform: 'discord' },
    // Who is in a conversation shares what it has.
    mayManageServer: isAlone || (memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false),
    mayRead: (job) => {
      const isHidden = isPrivate(job) && job.ownerId !== interaction.user.id;
      return !isHidden && mayRead(interaction, job.place);
    },
    linkTo: messageLink,
    bytesMax: interaction.attachmentSizeLimit,
    demandRight,
    lacking: lackingRights(interaction.appPermissions, reach),
  };
}

/** What somebody is in the server where they ask. */
export function standingOf({
  user,
  member,
  memberPermissions,
}: BaseInteraction): Pick<Member, 'id' | 'isModerator'> & { readonly roleIds: readonly string[] } {
  const roles = member?.roles ?? [];
  return {
    id: user.id,
    isModerator: memberPermissions?.has(PermissionFlagsBits.ManageMessages) ?? false,
    roleIds: Array.isArray(roles) ? roles : [...roles.cache.keys()],
  };
}

function askerOf(interaction: BaseInteraction, { serverId, channelId }: Place): CommandAsker {
  const { id: memberId, roleIds } = standingOf(interaction);
  return {
    serverId,
    channelId,
    memberId,
    roleIds,
    permissions: interaction.memberPermissions,
  };
}

function isAmongAdults({ channel }: BaseInteraction): boolean {
  return channel !== null && !channel.isDMBased() && isAgeRestricted(channel);
}

function nameOf(interaction: BaseInteraction): string {
  return interaction.inCachedGuild() ? interaction.member.displayName : interaction.user.displayName;
}
