import type { BaseInteraction, Interaction } from 'discord.js';
import { PermissionFlagsBits } from 'discord.js';
import type { RunContext } from '#bot/commands/command.ts';
import type { InteractionReply } from '#bot/discord/gateway/interaction-reply.ts';
import { type LackingRight, lackingRights } from '#bot/discord/gateway/own-rights.ts';
import type { Services } from '#bot/discord/gateway/services.ts';
import { messageLink } from '#bot/discord/message-link.ts';
import type { CommandAsker } from '#bot/discord/rights/command-rights.ts';
import { mayRead } from '#bot/discord/rights/may-read.ts';
import { languageOf } from '#bot/text/locale.ts';
import { failure } from '#bot/text/say.ts';

/** A command, button or form that somebody used, free of discord.js: who, where, and how to answer. */
export interface Invocation extends Services, RunContext {
  readonly answer: InteractionReply;
  readonly cluster: Services['cluster'];
  /** The largest file that the member's channel takes. */
  readonly bytesMax: number;
  /** What the bot may not do here of all that showing a picture takes. */
  readonly lacking: readonly LackingRight[];
  /** What commands ask for by themselves, for buttons and forms that come to the same. Throws as `CommandRights.demand`. */
  readonly demandRight: (command: string) => Promise<void>;
}

/** Reads who asks and where; throws `denied` outside of a server. */
export function invocationOf(
  interaction: Interaction,
  { services, answer }: { services: Services; answer: InteractionReply },
): Invocation {
  const { guildId, channelId, memberPermissions } = interaction;
  if (!guildId || !channelId) {
    throw failure('denied', 'ask.private');
  }
  const asker = askerOf(interaction, { guildId, channelId });
  // For commands Discord has asked already.
  const demandRight = async (command: string) =>
    interaction.isChatInputCommand() ? undefined : services.commandRights.demand(command, asker);
  return {
    ...services,
    answer,
    requestKey: `discord:${interaction.id}`,
    place: { platform: 'discord', serverId: guildId, channelId },
    member: {
      id: interaction.user.id,
      name: nameOf(interaction),
      isModerator: memberPermissions?.has(PermissionFlagsBits.ManageMessages) ?? false,
      roleIds: asker.roleIds,
      demandRight,
    },
    reader: { language: languageOf(interaction.locale), platform: 'discord' },
    mayManageServer: memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false,
    mayRead: (place) => mayRead(interaction, place),
    linkTo: messageLink,
    bytesMax: interaction.attachmentSizeLimit,
    demandRight,
    lacking: lackingRights(interaction.appPermissions),
  };
}

function askerOf(
  interaction: BaseInteraction,
  { guildId, channelId }: { readonly guildId: string; readonly channelId: string },
): CommandAsker {
  const { member } = interaction;
  const roles = member?.roles ?? [];
  return {
    serverId: guildId,
    channelId,
    memberId: interaction.user.id,
    roleIds: Array.isArray(roles) ? roles : [...roles.cache.keys()],
    permissions: interaction.memberPermissions,
  };
}

function nameOf(interaction: BaseInteraction): string {
  return interaction.inCachedGuild() ? interaction.member.displayName : interaction.user.displayName;
}
