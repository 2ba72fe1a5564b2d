import type { BaseInteraction, Interaction } from 'discord.js';
import { PermissionFlagsBits } from 'discord.js';
import type { InteractionReply } from '#bot/discord/gateway/interaction-reply.ts';
import type { Services } from '#bot/discord/gateway/services.ts';
import type { Member, Place } from '#bot/domain/job.ts';
import { Failure } from '#shared/failure.ts';

/** A command, button or form that somebody used, free of discord.js: who, where, and how to answer. */
export interface Invocation extends Services {
  readonly answer: InteractionReply;
  readonly requestKey: string;
  readonly place: Place;
  readonly member: Member;
  /** May change what belongs to the server: its styles. */
  readonly mayManageServer: boolean;
  /** The largest file that the member's channel takes. */
  readonly bytesMax: number;
}

/** Reads who asks and where; throws `denied` outside of a server. */
export function invocationOf(
  interaction: Interaction,
  { services, answer }: { services: Services; answer: InteractionReply },
): Invocation {
  const { guildId, channelId, memberPermissions } = interaction;
  if (!guildId || !channelId) {
    throw new Failure('denied', 'Cannot draw in private messages: Easel works in the channels of a server');
  }
  return {
    ...services,
    answer,
    requestKey: `discord:${interaction.id}`,
    place: { platform: 'discord', serverId: guildId, channelId },
    member: {
      id: interaction.user.id,
      name: nameOf(interaction),
      isModerator: memberPermissions?.has(PermissionFlagsBits.ManageMessages) ?? false,
    },
    mayManageServer: memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false,
    bytesMax: interaction.attachmentSizeLimit,
  };
}

function nameOf(interaction: BaseInteraction): string {
  return interaction.inCachedGuild() ? interaction.member.displayName : interaction.user.displayName;
}
